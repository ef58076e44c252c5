package org.activerouter.capture.tcp;

import java.util.Arrays;

/**
 * Memory for what is read with every segment: a row of {@value #LONGS} longs, two or three cache lines, for each entry of the
 * {@link FlowTable}. In chunks, so that growing copies nothing and the collector moves them once.
 */
final class Rows {
    static final int LONGS = 16;
    private static final int CHUNK_SHIFT = 10;
    private static final int CHUNK = 1 << CHUNK_SHIFT;

    private long[][] chunks = new long[0][];

    /** Sees to it that there is a row of this number, numbers growing one by one. */
    void makeRoomFor(int id) {
        int chunk = id >>> CHUNK_SHIFT;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk + 1);
            chunks[chunk] = new long[CHUNK * LONGS];
        }
    }

    /** The array in which a row lies. */
    long[] of(int id) {
        return chunks[id >>> CHUNK_SHIFT];
    }

    /** Loads the cache lines of a row; the result only keeps the compiler from leaving the loads out. */
    int touch(int id) {
        if (id < 0) {
            return 0;
        }
        long[] row = of(id);
        int at = at(id);
        return (int) (row[at] + row[at + LONGS / 2] + row[at + LONGS - 1]);
    }

    /** Where in its array a row begins. */
    static int at(int id) {
        return (id & (CHUNK - 1)) * LONGS;
    }

    static long pack(int high, int low) {
        return (long) high << Integer.SIZE | (low & 0xFFFF_FFFFL);
    }

    static int high(long packed) {
        return (int) (packed >>> Integer.SIZE);
    }

    static int low(long packed) {
        return (int) packed;
    }
}
