package org.activerouter.analyzer.opennap;

import java.nio.ByteBuffer;

/**
 * One result of a search (type 201): {@code "path" md5 size bitrate frequency seconds nick ip linktype}. A flyweight: it stands
 * on the bytes it was given, and is valid as long as they are. One thread.
 */
public final class SearchResult {
    private static final int NUMBERS_OF_THE_FILE = 4;
    private static final int NUMBERS_OF_THE_SHARER = 2;

    private int pathStart;
    private int pathLength;
    private int nickStart;
    private int nickLength;

    /** Stands on nothing yet. */
    public SearchResult() {}

    /** Stands on a message's data; false if they are no search result. */
    public boolean read(ByteBuffer data, int offset, int length) {
        Fields fields = new Fields(data, offset, length);
        if (!fields.nextQuoted()) {
            return false;
        }
        pathStart = fields.start();
        pathLength = fields.length();
        if (!fields.nextBare() || !fields.nextNumbers(NUMBERS_OF_THE_FILE) || !fields.nextBare()) {
            return false;
        }
        nickStart = fields.start();
        nickLength = fields.length();
        return fields.nextNumbers(NUMBERS_OF_THE_SHARER) && fields.atEnd();
    }

    /** Where the path begins in the data. */
    public int pathStart() {
        return pathStart;
    }

    /** How many bytes it has. */
    public int pathLength() {
        return pathLength;
    }

    /** Where the sharer's nick begins in the data. */
    public int nickStart() {
        return nickStart;
    }

    /** How many bytes it has. */
    public int nickLength() {
        return nickLength;
    }
}
