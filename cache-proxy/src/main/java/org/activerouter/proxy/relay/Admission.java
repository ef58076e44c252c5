package org.activerouter.proxy.relay;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Who may come in, and whether those who have not come yet had better go to the server themselves. Any thread. */
final class Admission {
    private final RelayLimits limits;
    private final long descriptors;
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder accepted = new LongAdder();
    private final AtomicLong queued = new AtomicLong();
    private final ConcurrentMap<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();

    /**
     * Starts with nobody inside.
     *
     * @param descriptors how many the process may have
     */
    Admission(RelayLimits limits, long descriptors) {
        this.limits = limits;
        this.descriptors = descriptors;
    }

    /**
     * Lets a client in, or says why not. The kernel gives the lowest free descriptor, so the number of the newest tells how
     * many are in use at least, without a call.
     */
    @Nullable
    Refusal enter(InetAddress client, int descriptor) {
        if (descriptor >= descriptors * 9 / 10) {
            return Refusal.DESCRIPTORS;
        }
        if (queued.get() >= limits.queuedInAll()) {
            return Refusal.QUEUED_IN_ALL;
        }
        if (open.incrementAndGet() > limits.connections()) {
            open.decrementAndGet();
            return Refusal.CONNECTIONS;
        }
        if (perAddress.merge(client, 1, Integer::sum) > limits.connectionsPerAddress()) {
            forget(client);
            return Refusal.CONNECTIONS_PER_ADDRESS;
        }
        accepted.increment();
        return null;
    }

    void leave(InetAddress client) {
        forget(client);
    }

    private void forget(InetAddress client) {
        open.decrementAndGet();
        perAddress.computeIfPresent(client, (address, sessions) -> sessions == 1 ? null : sessions - 1);
    }

    /** Whether the next client could be refused for a reason that is not its own. */
    boolean crowded() {
        return open.get() >= limits.connections() || queuedTooMuch();
    }

    /** Whether a descriptor of this number leaves too few for the rest of the process: beyond four fifths. */
    boolean scarce(int descriptor) {
        return descriptor >= descriptors * 4 / 5;
    }

    /** Counts bytes that began (or, negative, ceased) to wait for a slow reader. */
    void queue(long change) {
        queued.addAndGet(change);
    }

    boolean queuedTooMuch() {
        return queued.get() >= limits.queuedInAll();
    }

    long bytesQueued() {
        return queued.get();
    }

    long open() {
        return open.get();
    }

    long accepted() {
        return accepted.sum();
    }
}
