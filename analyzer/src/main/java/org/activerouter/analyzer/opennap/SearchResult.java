package org.activerouter.analyzer.opennap;

import java.nio.ByteBuffer;

/**
 * One result of a search (type 201): {@code "path" md5 size bitrate frequency seconds nick ip linktype}. A flyweight: it stands
 * on the bytes it was given, and is valid as long as they are. One thread.
 */
final class SearchResult {
    private static final int NUMBERS_OF_THE_FILE = 4;
    private static final int NUMBERS_OF_THE_SHARER = 2;

    private int pathStart;
    private int pathLength;

    /** Stands on a message's data; false if they are no search result. */
    boolean read(ByteBuffer data, int offset, int length) {
        Fields fields = new Fields(data, offset, length);
        if (!fields.nextQuoted()) {
            return false;
        }
        pathStart = fields.start();
        pathLength = fields.length();
        return fields.nextBare()
                && fields.nextNumbers(NUMBERS_OF_THE_FILE)
                && fields.nextBare()
                && fields.nextNumbers(NUMBERS_OF_THE_SHARER)
                && fields.atEnd();
    }

    /** Where the path begins in the data. */
    int pathStart() {
        return pathStart;
    }

    /** How many bytes it has. */
    int pathLength() {
        return pathLength;
    }
}
