package org.activerouter.lab.nap;

/** The numbers of the messages that the lab's programs use. */
public final class MessageType {
    /** A fatal error; the server closes after it. */
    public static final int FATAL_ERROR = 0;

    /** {@code nick password port "client" speed}: log in. */
    public static final int LOGIN = 2;

    /** The log-in was accepted. */
    public static final int LOGIN_ACCEPTED = 3;

    /** Log in under a new nick. */
    public static final int REGISTER = 6;

    /** Is this nick free? */
    public static final int NICK_CHECK = 7;

    /** The nick is free. */
    public static final int NICK_FREE = 8;

    /** The nick is taken. */
    public static final int NICK_TAKEN = 9;

    /** Share one file. */
    public static final int SHARE = 100;

    /** Unshare one file; its name is not quoted. */
    public static final int UNSHARE = 102;

    /** Unshare everything. */
    public static final int UNSHARE_ALL = 110;

    /** Search. */
    public static final int SEARCH = 200;

    /** One result of a search. */
    public static final int SEARCH_RESULT = 201;

    /** The end of a search's results. */
    public static final int SEARCH_END = 202;

    /** {@code users files gigabytes}. */
    public static final int STATISTICS = 214;

    /** An error that the session survives. */
    public static final int ERROR = 404;

    /** One line of the message of the day. */
    public static final int MESSAGE_OF_THE_DAY = 621;

    /** Share a folder. */
    public static final int SHARE_FOLDER = 870;

    private MessageType() {}
}
