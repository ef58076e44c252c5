package org.activerouter.lab.traffic;

import java.util.Arrays;

/**
 * The packets of one exchange in the order in which the router sees them, with their payload. Recycled: only exchanges that
 * are under way hold one.
 */
final class Script {
    private static final int INITIAL_PACKETS = 32;

    private byte[] payload = new byte[4096];
    private int payloadLength;
    private long[] micros = new long[INITIAL_PACKETS];
    private boolean[] fromServer = new boolean[INITIAL_PACKETS];
    private int[] flags = new int[INITIAL_PACKETS];
    private int[] sequences = new int[INITIAL_PACKETS];
    private int[] acknowledgements = new int[INITIAL_PACKETS];
    private int[] offsets = new int[INITIAL_PACKETS];
    private int[] lengths = new int[INITIAL_PACKETS];
    private int count;
    private int next;

    void clear() {
        payloadLength = 0;
        count = 0;
        next = 0;
    }

    /** Takes bytes that packets will carry; the answer is where they lie. */
    int keep(byte[] bytes) {
        int offset = payloadLength;
        if (payload.length < offset + bytes.length) {
            payload = Arrays.copyOf(payload, Math.max(payload.length * 2, offset + bytes.length));
        }
        System.arraycopy(bytes, 0, payload, offset, bytes.length);
        payloadLength += bytes.length;
        return offset;
    }

    int kept() {
        return payloadLength;
    }

    byte[] payload() {
        return payload;
    }

    /** Adds a packet; the segment's addresses and time stamps are not kept, the session knows them. */
    void add(Segment segment) {
        if (count == micros.length) {
            grow();
        }
        micros[count] = segment.micros;
        fromServer[count] = segment.fromServer;
        flags[count] = segment.flags;
        sequences[count] = segment.sequence;
        acknowledgements[count] = segment.acknowledgement;
        offsets[count] = segment.offset;
        lengths[count] = segment.length;
        count++;
    }

    private void grow() {
        int size = count * 2;
        micros = Arrays.copyOf(micros, size);
        fromServer = Arrays.copyOf(fromServer, size);
        flags = Arrays.copyOf(flags, size);
        sequences = Arrays.copyOf(sequences, size);
        acknowledgements = Arrays.copyOf(acknowledgements, size);
        offsets = Arrays.copyOf(offsets, size);
        lengths = Arrays.copyOf(lengths, size);
    }

    int count() {
        return count;
    }

    boolean finished() {
        return next == count;
    }

    long nextMicros() {
        return micros[next];
    }

    /** Fills in the next packet and steps on. */
    void take(Segment segment) {
        segment.micros = micros[next];
        segment.fromServer = fromServer[next];
        segment.flags = flags[next];
        segment.sequence = sequences[next];
        segment.acknowledgement = acknowledgements[next];
        segment.offset = offsets[next];
        segment.length = lengths[next];
        next++;
    }
}
