package org.activerouter.analyzer.opennap;

import java.nio.ByteBuffer;
import org.activerouter.capture.Direction;

/**
 * What a well-formed message of each type holds. It is asked where a boundary has to be proven: at the beginning of a
 * connection, after a gap, and by self-study. Stateless.
 *
 * <p>The strength of the proof lies in the text: a line of text holds no control characters, while every header has at least
 * one, the upper byte of its type. So bytes cut out of a real conversation at a wrong place are refuted by the first header
 * that falls into what would be text.
 */
enum MessageContent {
    /** The types of this protocol are not known to hold this, or not in this direction. */
    UNKNOWN,
    NOTHING,
    /** A line, or nothing. */
    LINE,
    /** A line of at least one character. */
    TEXT,
    LOG_IN,
    GRANT,
    FILE,
    FOLDER,
    QUERY,
    RESULT,
    THREE_NUMBERS;

    /** What a message's data say about whether it is one. */
    enum Finding {
        REFUTED,
        /** Nothing speaks against it, and nothing much for it. */
        POSSIBLE,
        /** There are data, and they are what they should be. */
        CONFIRMED
    }

    /** Types up to here are in the tables; those of servers among themselves, above, are not. */
    private static final int TYPES = 1024;

    private static final MessageContent[] OF_CLIENT = new MessageContent[TYPES];
    private static final MessageContent[] OF_SERVER = new MessageContent[TYPES];

    static {
        java.util.Arrays.fill(OF_CLIENT, UNKNOWN);
        java.util.Arrays.fill(OF_SERVER, UNKNOWN);
        fill(
                OF_CLIENT, LINE, 4, 14, 214, 215, 218, 219, 220, 221, 300, 303, 320, 322, 323, 326, 401, 403, 404, 410,
                420, 422, 423, 424, 610, 611, 612, 613, 614, 615, 617, 619, 621, 622, 623, 625, 626, 627, 628, 700, 701,
                702, 703, 750, 751, 752, 753, 800, 801, 810, 820, 821, 822, 823, 824, 826, 827, 829, 830, 831, 920);
        fill(
                OF_CLIENT, TEXT, 0, 7, 11, 102, 203, 205, 207, 208, 211, 400, 402, 500, 600, 603, 606, 607, 608, 609,
                640, 641, 652);
        fill(OF_CLIENT, LOG_IN, MessageType.LOG_IN, MessageType.LOG_IN_REGISTER);
        fill(OF_CLIENT, NOTHING, MessageType.UNSHARE_ALL);
        fill(OF_CLIENT, FILE, MessageType.SHARE);
        fill(OF_CLIENT, FOLDER, MessageType.SHARE_FOLDER);
        fill(OF_CLIENT, QUERY, MessageType.SEARCH);
        fill(
                OF_SERVER, LINE, 8, 9, 10, 12, 213, 217, 218, 219, 220, 221, 301, 302, 316, 320, 321, 323, 325, 326,
                327, 331, 332, 401, 410, 420, 421, 423, 425, 431, 432, 604, 605, 610, 611, 612, 615, 616, 617, 618, 619,
                620, 621, 622, 623, 627, 628, 629, 748, 750, 751, 752, 801, 824, 825, 826, 827, 828, 830, 831);
        fill(
                OF_SERVER, TEXT, 0, 5, 13, 204, 205, 206, 207, 209, 210, 212, 216, 305, 306, 307, 308, 309, 400, 403,
                404, 405, 406, 407, 408, 409, 411, 430, 500, 501, 600, 601, 602, 607, 608, 609, 640, 641, 642, 821,
                822);
        fill(OF_SERVER, GRANT, MessageType.LOGGED_IN);
        fill(OF_SERVER, RESULT, MessageType.RESULT);
        fill(OF_SERVER, NOTHING, MessageType.END_OF_RESULTS);
        fill(OF_SERVER, THREE_NUMBERS, MessageType.STATISTICS);
    }

    private static void fill(MessageContent[] table, MessageContent content, int... types) {
        for (int type : types) {
            table[type] = content;
        }
    }

    /** What a message of this type holds. */
    static MessageContent of(Direction from, int type) {
        if (type >= TYPES) {
            return UNKNOWN;
        }
        return from == Direction.FROM_CLIENT ? OF_CLIENT[type] : OF_SERVER[type];
    }

    /** Whether data of this length can be what they should be. */
    boolean admits(int length) {
        return switch (this) {
            case UNKNOWN -> false;
            case NOTHING -> length == 0;
            case LINE -> true;
            default -> length > 0;
        };
    }

    /** Looks at a message's data. */
    Finding examine(ByteBuffer data, int offset, int length) {
        if (!admits(length) || !WireText.isLine(data, offset, length)) {
            return Finding.REFUTED;
        }
        if (length == 0) {
            return Finding.POSSIBLE;
        }
        return hasItsForm(data, offset, length) ? Finding.CONFIRMED : Finding.REFUTED;
    }

    private boolean hasItsForm(ByteBuffer data, int offset, int length) {
        return switch (this) {
            case UNKNOWN, NOTHING -> false;
            case LINE, TEXT -> true;
            case LOG_IN -> LogIn.read(data, offset, length) != null;
            case GRANT -> new Fields(data, offset, length).next();
            case FILE -> SharedFolder.isFile(data, offset, length);
            case FOLDER -> SharedFolder.files(data, offset, length) > 0;
            case QUERY -> SearchRequest.read(data, offset, length) instanceof SearchQuery;
            case RESULT -> new SearchResult().read(data, offset, length);
            case THREE_NUMBERS -> isThreeNumbers(new Fields(data, offset, length));
        };
    }

    private static boolean isThreeNumbers(Fields fields) {
        return fields.nextNumbers(3) && fields.atEnd();
    }
}
