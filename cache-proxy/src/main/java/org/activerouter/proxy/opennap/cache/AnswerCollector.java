package org.activerouter.proxy.opennap.cache;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.activerouter.analyzer.opennap.MessageType;
import org.activerouter.analyzer.opennap.SearchResult;

/** Puts one answer together, result by result, within a bound. One thread; to be used again after {@link #begin}. */
public final class AnswerCollector {
    private static final int HEADER = 4;
    private static final int FIRST_BYTES = 512;
    private static final int FIRST_RESULTS = 8;
    private static final int BYTES_TO_KEEP = 4096;

    private final int mostBytes;
    private final SearchResult result = new SearchResult();
    private byte[] wire = new byte[0];
    private ByteBuffer reader = ByteBuffer.wrap(wire);
    private int[] starts = new int[FIRST_RESULTS];
    private long[] sharers = new long[FIRST_RESULTS];
    private long[] files = new long[FIRST_RESULTS];
    private int count;
    private boolean useless;
    private boolean tooLarge;

    /** Nothing yet. An answer of more bytes than that is not kept. */
    public AnswerCollector(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Forgets what was collected. */
    public void begin() {
        count = 0;
        starts[0] = 0;
        useless = false;
        tooLarge = false;
        if (wire.length > BYTES_TO_KEEP) {
            wire = new byte[0];
            reader = ByteBuffer.wrap(wire);
        }
    }

    /** The data of a message of type 201. */
    public void add(ByteBuffer data, int offset, int length) {
        if (useless) {
            return;
        }
        int end = starts[count] + HEADER + length;
        if (end > mostBytes) {
            tooLarge = true;
            spoil();
            return;
        }
        makeRoom(end);
        int at = starts[count];
        writeHeader(at, length);
        data.get(offset, wire, at + HEADER, length);
        keep(at + HEADER, length, end);
    }

    private void writeHeader(int at, int length) {
        wire[at] = (byte) length;
        wire[at + 1] = (byte) (length >>> 8);
        wire[at + 2] = (byte) MessageType.RESULT;
        wire[at + 3] = (byte) (MessageType.RESULT >>> 8);
    }

    private void keep(int at, int length, int end) {
        if (!result.read(reader, at, length)) {
            spoil();
            return;
        }
        long sharer = Fingerprint.of(reader, result.nickStart(), result.nickLength());
        sharers[count] = sharer;
        files[count] = Fingerprint.of(sharer, reader, result.pathStart(), result.pathLength());
        count++;
        starts[count] = end;
    }

    private void makeRoom(int end) {
        if (end > wire.length) {
            wire = Arrays.copyOf(wire, Math.max(end, Math.min(mostBytes, Math.max(FIRST_BYTES, wire.length * 2))));
            reader = ByteBuffer.wrap(wire);
        }
        if (count + 2 > starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2);
            sharers = Arrays.copyOf(sharers, starts.length);
            files = Arrays.copyOf(files, starts.length);
        }
    }

    /** What was collected is no answer that can be told to anybody else. */
    public void spoil() {
        useless = true;
    }

    /** Whether what was collected is a whole answer. */
    public boolean isSound() {
        return !useless;
    }

    /** Whether there was more than can be kept. */
    public boolean isTooLarge() {
        return tooLarge;
    }

    /** What was collected. */
    public Answer answer() {
        return new Answer(
                Arrays.copyOf(wire, starts[count]),
                Arrays.copyOf(starts, count + 1),
                Arrays.copyOf(sharers, count),
                Arrays.copyOf(files, count));
    }
}
