package org.activerouter.lab.traffic;

import java.util.SplittableRandom;

/**
 * Writes a {@link Script}: what both sides say and when, with the wire's mischief, and the acknowledgements that follow from
 * what each side has received by then. An acknowledgement therefore never comes before the bytes it covers, in whatever order
 * they were made to arrive. Reused for every exchange; one thread.
 */
final class Dialogue {
    private static final int MOST_EVENTS = 4096;
    private static final long RETRANSMISSION_MICROS = 200_000;

    /** Of neighbours in one direction this many per thousand change places; set to make about 1 % of all packets. */
    private static final int SWAPS_PER_THOUSAND = 92;

    /** Of segments with data this many per thousand are sent again; set to make about 0.5 % of all packets. */
    private static final int REPEATS_PER_THOUSAND = 8;

    /** Of writes this many per thousand are cut at an arbitrary byte, inside a header too. */
    private static final int CUTS_PER_THOUSAND = 60;

    private static final int LARGEST_OFFLOADED = 40_000;

    private final SplittableRandom random;
    private final Segment out = new Segment();
    private final long[] micros = new long[MOST_EVENTS];
    private final boolean[] fromServer = new boolean[MOST_EVENTS];
    private final int[] flags = new int[MOST_EVENTS];
    private final int[] sequences = new int[MOST_EVENTS];
    private final int[] offsets = new int[MOST_EVENTS];
    private final int[] lengths = new int[MOST_EVENTS];
    private int count;
    private Half client;
    private Half server;
    private Script script;
    private boolean offloaded;
    private long reordered;
    private long retransmitted;

    Dialogue(SplittableRandom random) {
        this.random = random;
        this.client = new Half();
        this.server = new Half();
        this.script = new Script();
    }

    long reordered() {
        return reordered;
    }

    long retransmitted() {
        return retransmitted;
    }

    /** Begins an exchange; everything said until {@link #perform} goes into the script. */
    void begin(Half ofClient, Half ofServer, Script into) {
        client = ofClient;
        server = ofServer;
        script = into;
        script.clear();
        count = 0;
        offloaded = false;
    }

    /** From here on the wire shows super-packets, as segmentation offload hands them to a capture. */
    void offload() {
        offloaded = true;
    }

    /** Takes a message into the payload that the next {@link #say} sends. */
    void write(byte[] message) {
        script.keep(message);
    }

    /** Where the next written message will lie. */
    int mark() {
        return script.kept();
    }

    /** Sends what was written since the mark; the answer is the moment of the last segment. */
    long say(long when, boolean byServer, int mark, int segmentBytes) {
        int first = count;
        int most = offloaded ? LARGEST_OFFLOADED : segmentBytes;
        int end = script.kept();
        long at = when;
        for (int from = mark; from < end; at += 12 + random.nextInt(20)) {
            int length = Math.min(most, end - from);
            if (length > 1 && random.nextInt(1000) < CUTS_PER_THOUSAND) {
                length = 1 + random.nextInt(length - 1);
            }
            event(at, byServer, Segment.ACK | Segment.PSH, half(byServer).send(length), from, length);
            from += length;
        }
        long last = micros[count - 1];
        repeat(first);
        return last;
    }

    /** SYN, FIN or RST with the next sequence number. */
    void control(long when, boolean byServer, int controlFlags) {
        boolean takesNumber = (controlFlags & (Segment.SYN | Segment.FIN)) != 0;
        event(when, byServer, controlFlags, half(byServer).send(takesNumber ? 1 : 0), 0, 0);
    }

    /** A repetition comes a retransmission time-out later; one in five also covers the neighbour that follows. */
    private void repeat(int first) {
        int end = count;
        for (int i = first; i < end; i++) {
            if (random.nextInt(1000) < REPEATS_PER_THOUSAND) {
                boolean merged = i + 1 < end && lengths[i] + lengths[i + 1] <= 1400 && random.nextInt(5) == 0;
                int length = merged ? lengths[i] + lengths[i + 1] : lengths[i];
                event(micros[i] + RETRANSMISSION_MICROS, fromServer[i], flags[i], sequences[i], offsets[i], length);
                retransmitted++;
            }
        }
    }

    private void event(long when, boolean byServer, int eventFlags, int sequence, int offset, int length) {
        micros[count] = when;
        fromServer[count] = byServer;
        flags[count] = eventFlags;
        sequences[count] = sequence;
        offsets[count] = offset;
        lengths[count] = length;
        count++;
    }

    private Half half(boolean ofServer) {
        return ofServer ? server : client;
    }

    /** Plays it: fills the script and answers the moment of its last packet. */
    long perform() {
        sort();
        swapNeighbours();
        for (int i = 0; i < count; i++) {
            acknowledgeUntil(micros[i]);
            play(i);
        }
        acknowledgeUntil(Half.NEVER);
        return out.micros;
    }

    private void sort() {
        for (int i = 1; i < count; i++) {
            for (int j = i; j > 0 && micros[j - 1] > micros[j]; j--) {
                swap(j - 1, j);
            }
        }
    }

    private void swapNeighbours() {
        for (int i = 0; i + 1 < count; i++) {
            boolean neighbours = fromServer[i] == fromServer[i + 1] && micros[i + 1] - micros[i] < 1_000;
            if (neighbours && lengths[i] > 0 && lengths[i + 1] > 0 && random.nextInt(1000) < SWAPS_PER_THOUSAND) {
                swap(i, i + 1);
                long earlier = micros[i + 1];
                micros[i + 1] = micros[i];
                micros[i] = earlier;
                reordered++;
                i++;
            }
        }
    }

    private void swap(int a, int b) {
        long when = micros[a];
        micros[a] = micros[b];
        micros[b] = when;
        boolean side = fromServer[a];
        fromServer[a] = fromServer[b];
        fromServer[b] = side;
        swap(flags, a, b);
        swap(sequences, a, b);
        swap(offsets, a, b);
        swap(lengths, a, b);
    }

    private static void swap(int[] array, int a, int b) {
        int kept = array[a];
        array[a] = array[b];
        array[b] = kept;
    }

    private void acknowledgeUntil(long when) {
        while (true) {
            boolean byServer = server.acknowledgementDue() < client.acknowledgementDue();
            Half half = half(byServer);
            long due = half.acknowledgementDue();
            if (due == Half.NEVER || due >= when) {
                return;
            }
            put(due, byServer, Segment.ACK, half.emitted(), 0, 0);
            half.acknowledged();
        }
    }

    private void play(int i) {
        boolean byServer = fromServer[i];
        Half from = half(byServer);
        Half to = half(!byServer);
        put(micros[i], byServer, flags[i], sequences[i], offsets[i], lengths[i]);
        from.acknowledged();
        int numbers = lengths[i] + ((flags[i] & (Segment.FIN | Segment.SYN)) != 0 ? 1 : 0);
        from.passed(sequences[i] + numbers);
        if ((flags[i] & Segment.RST) != 0) {
            to.acknowledged();
        } else if ((flags[i] & Segment.SYN) != 0) {
            to.synchronise(sequences[i]);
        } else if (numbers > 0) {
            to.receive(sequences[i], numbers, micros[i]);
        }
    }

    private void put(long when, boolean byServer, int packetFlags, int sequence, int offset, int length) {
        out.micros = when;
        out.fromServer = byServer;
        out.flags = packetFlags;
        out.sequence = sequence;
        out.acknowledgement =
                (packetFlags & Segment.ACK) == 0 ? 0 : half(byServer).received();
        out.offset = offset;
        out.length = length;
        script.add(out);
    }
}
