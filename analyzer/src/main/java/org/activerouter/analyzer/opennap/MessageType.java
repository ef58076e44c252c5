package org.activerouter.analyzer.opennap;

/** Numbers of the messages whose meaning matters here. */
final class MessageType {
    static final int FATAL = 0;
    static final int LOG_IN = 2;
    static final int LOGGED_IN = 3;
    static final int LOG_IN_REGISTER = 6;
    static final int IS_NICK_FREE = 7;
    static final int NICK_FREE = 8;
    static final int NICK_TAKEN = 9;
    static final int NICK_INVALID = 10;
    static final int SHARE = 100;
    static final int UNSHARE = 102;
    static final int UNSHARE_ALL = 110;
    static final int SEARCH = 200;
    static final int RESULT = 201;
    static final int END_OF_RESULTS = 202;
    static final int STATISTICS = 214;
    static final int ERROR = 404;
    static final int MOTD = 621;
    static final int SHARE_FOLDER = 870;

    private MessageType() {}
}
