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

    /** {@code nick "path"}: ask a sharer for a file. */
    public static final int DOWNLOAD = 203;

    /** {@code nick ip port "path" digest speed}: where to fetch it. */
    public static final int DOWNLOAD_READY = 204;

    /** {@code nick text}, from a client the receiver's nick, from the server the sender's. */
    public static final int PRIVATE_MESSAGE = 205;

    /** {@code nick "path"}: cannot be fetched. */
    public static final int DOWNLOAD_FAILED = 206;

    /** Tell me when this nick comes and goes. */
    public static final int HOTLIST_ADD = 207;

    /** The same, sent right after the log-in. */
    public static final int HOTLIST = 208;

    /** {@code nick speed}: someone of the hotlist came. */
    public static final int SIGNED_ON = 209;

    /** Someone of the hotlist left. */
    public static final int SIGNED_OFF = 210;

    /** What does this nick share? */
    public static final int BROWSE = 211;

    /** {@code nick "path" digest size bitrate frequency seconds}. */
    public static final int BROWSE_FILE = 212;

    /** {@code nick ip}: the end of what someone shares. */
    public static final int BROWSE_END = 213;

    /** {@code users files gigabytes}. */
    public static final int STATISTICS = 214;

    /** The nick is on the hotlist. */
    public static final int HOTLIST_ADDED = 301;

    /** Take a nick off the hotlist. */
    public static final int HOTLIST_REMOVE = 303;

    /** Join a channel. */
    public static final int JOIN = 400;

    /** Leave a channel. */
    public static final int PART = 401;

    /** {@code channel text}: say something in a channel. */
    public static final int SAY = 402;

    /** {@code channel nick text}: someone said something. */
    public static final int SAID = 403;

    /** An error that the session survives. */
    public static final int ERROR = 404;

    /** The channel was joined. */
    public static final int JOINED = 405;

    /** {@code channel nick files speed}: someone else joined. */
    public static final int JOIN_NOTICE = 406;

    /** {@code channel nick files speed}: someone left. */
    public static final int PART_NOTICE = 407;

    /** {@code channel nick files speed}: who is in the channel. */
    public static final int CHANNEL_USER = 408;

    /** The end of those in the channel. */
    public static final int CHANNEL_USERS_END = 409;

    /** {@code channel text}. */
    public static final int TOPIC = 410;

    /** Who is this nick? */
    public static final int WHOIS = 603;

    /** {@code nick "level" seconds "channels" "status" files downloads uploads speed "client"}. */
    public static final int WHOIS_ANSWER = 604;

    /** {@code nick "path" speed}: someone wants a file of the receiver. */
    public static final int UPLOAD_REQUEST = 607;

    /** {@code nick "path"}: may be fetched. */
    public static final int UPLOAD_ACCEPTED = 608;

    /** Which channels are there? Also the end of the list. */
    public static final int LIST_CHANNELS = 617;

    /** {@code name users topic}. */
    public static final int CHANNEL = 618;

    /** One line of the message of the day. */
    public static final int MESSAGE_OF_THE_DAY = 621;

    /** Share a folder. */
    public static final int SHARE_FOLDER = 870;

    private MessageType() {}
}
