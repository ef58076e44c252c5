package org.activerouter.analyzer.opennap;

/** Numbers of the messages whose meaning matters to a reader or to the serving half. */
public final class MessageType {
    public static final int FATAL = 0;
    public static final int LOG_IN = 2;
    public static final int LOGGED_IN = 3;
    public static final int LOG_IN_REGISTER = 6;
    public static final int IS_NICK_FREE = 7;
    public static final int NICK_FREE = 8;
    public static final int NICK_TAKEN = 9;
    public static final int NICK_INVALID = 10;
    public static final int SHARE = 100;
    public static final int UNSHARE = 102;
    public static final int UNSHARE_ALL = 110;
    public static final int SEARCH = 200;
    public static final int RESULT = 201;
    public static final int END_OF_RESULTS = 202;
    public static final int STATISTICS = 214;
    public static final int ERROR = 404;
    public static final int MOTD = 621;
    public static final int SHARE_FOLDER = 870;

    /** Shares a file that is not music. */
    public static final int SHARE_OTHER = 10_300;

    public static final int SERVER_CHANGES_PORT = 613;
    public static final int SERVER_CHANGES_SPEED = 625;
    public static final int PORT_IS_NOT_REACHABLE = 626;
    public static final int CHANGE_SPEED = 700;
    public static final int CHANGE_PORT = 703;

    private MessageType() {}

    /** Whether a client shares or withdraws files with it. */
    public static boolean isRegistration(int type) {
        return switch (type) {
            case SHARE, SHARE_FOLDER, SHARE_OTHER, UNSHARE, UNSHARE_ALL -> true;
            default -> false;
        };
    }
}
