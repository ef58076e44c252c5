package org.activerouter.capture.tcp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All connections with data, to pick from: which one to let go when there are too many, and which were idle too long.
 *
 * <p>The least recently seen of a few picked at random is nearly as old as the oldest of all, and costs nothing while there is room (the way
 * Redis evicts). A connection of which nothing was ever acknowledged goes first: a flood of forged data cannot push out real ones.
 */
final class FlowRoster {
    private static final int SAMPLE = 8;
    private static final int INITIAL = 1024;

    private final int cap;
    private final long idleNanos;
    private final long endingNanos;
    private @Nullable Flow[] flows = new @Nullable Flow[INITIAL];
    private int size;
    private int hand;
    private int random = 0x2545F491;

    FlowRoster(TcpLimits limits) {
        cap = limits.maxFlows();
        idleNanos = limits.idleLimit().toNanos();
        endingNanos = Math.min(idleNanos, limits.halfOpenLimit().toNanos());
    }

    /** Number of connections. */
    int size() {
        return size;
    }

    boolean isFull() {
        return size >= cap;
    }

    Flow get(int index) {
        Flow flow = flows[index];
        if (flow == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return flow;
    }

    void add(Flow flow) {
        if (size == flows.length) {
            flows = Arrays.copyOf(flows, size * 2);
        }
        flow.place = size;
        flows[size++] = flow;
    }

    void remove(Flow flow) {
        Flow last = get(--size);
        flows[flow.place] = last;
        last.place = flow.place;
        flows[size] = null;
    }

    /** Who has to make room; there must be at least one. */
    Flow victim(PlainFlows plain) {
        Flow victim = any();
        for (int i = 1; i < SAMPLE; i++) {
            Flow other = any();
            if (goesBefore(other, victim, plain)) {
                victim = other;
            }
        }
        return victim;
    }

    private static boolean goesBefore(Flow one, Flow two, PlainFlows plain) {
        return one.opened == two.opened ? plain.lastSeen(one) < plain.lastSeen(two) : two.opened;
    }

    /** One that holds many bytes, unacknowledged ones if possible; null if none of a few holds any. */
    @Nullable
    Flow heaviest(Flow except, PlainFlows plain) {
        Flow heaviest = null;
        int weight = 0;
        for (int i = 0; i < 2 * SAMPLE && size > 0; i++) {
            Flow other = any();
            if (other != except && plain.held(other) > weight) {
                heaviest = other;
                weight = plain.held(other);
            }
        }
        return heaviest;
    }

    private Flow any() {
        random ^= random << 13;
        random ^= random >>> 17;
        random ^= random << 5;
        return get((int) (((random & 0xFFFFFFFFL) * size) >>> 32));
    }

    /** One after the other, round and round; there must be at least one. */
    Flow next() {
        hand = hand + 1 < size ? hand + 1 : 0;
        return get(hand);
    }

    boolean isIdle(Flow flow, long lastSeen, long now) {
        return now - lastSeen > (flow.isEnding() ? endingNanos : idleNanos);
    }
}
