package org.activerouter.proxy.takeover;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sockets of taken-over sessions that have ended. In TIME_WAIT they are for a minute what every packet between the two ends belongs to,
 * and the kernel forwards no packet that belongs to a socket of its own: a client that comes back directly from the same port would get no
 * answer. So they are ended after a second, in which a last segment of the peer may still be acknowledged.
 *
 * <p>Sessions that began here need none of that: their connections with servers are in a conntrack zone of their own, and the kernel gives
 * the direct one another port towards the server.
 *
 * <p>Where the kernel does not do that they stay, which is said once. One thread at a time.
 */
public final class TimeWaits implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TimeWaits.class);

    /** More than end in a second; of more, the oldest are left alone. */
    static final int MOST = 16_384;
    /** Of one turn, for which others wait: half a millisecond. */
    static final int MOST_AT_ONCE = 64;

    private record Ended(InetSocketAddress local, InetSocketAddress remote, long second) {}

    private final Queue<Ended> all = new ArrayDeque<>(0);
    private final Runnable left;
    private @Nullable SocketDiag kernel;
    private boolean useless;
    private long second;

    /**
     * For those of one thread.
     *
     * @param left counts a socket that was left alone
     */
    public TimeWaits(Runnable left) {
        this.left = left;
    }

    /** A socket was closed that had said its end first, so that it is in TIME_WAIT, or will soon be. */
    public void add(InetSocketAddress local, InetSocketAddress remote) {
        if (useless) {
            left.run();
            return;
        }
        if (all.size() == MOST) {
            all.remove();
            left.run();
        }
        all.add(new Ended(local, remote, second));
    }

    /** A second has passed; {@link #endSome} follows. */
    public void second() {
        second++;
    }

    /**
     * Ends some of those that were there a second ago.
     *
     * @return whether there are more of them
     */
    public boolean endSome() {
        for (int i = 0; i < MOST_AT_ONCE && hasOlderThan(second); i++) {
            end(all.remove());
        }
        return hasOlderThan(second);
    }

    private boolean hasOlderThan(long now) {
        Ended oldest = all.peek();
        return oldest != null && oldest.second() < now;
    }

    private void end(Ended each) {
        try {
            if (kernel == null) {
                kernel = SocketDiag.open();
            }
            if (kernel.endTimeWait(each.local(), each.remote()) == SocketDiag.Found.ENDING) {
                add(each.local(), each.remote());
            }
        } catch (IOException e) {
            LOG.warn(
                    "A client whose session has ended cannot reach its server from the same port for a minute: the kernel keeps our "
                            + "sockets that long; {}",
                    e.getMessage());
            useless = true;
            left.run();
            all.forEach(other -> left.run());
            all.clear();
        }
    }

    /** Ends all that can be ended now. None may be added any more. */
    @Override
    public void close() {
        second();
        boolean more = true;
        while (more) {
            more = endSome();
        }
        if (kernel != null) {
            kernel.close();
        }
    }
}
