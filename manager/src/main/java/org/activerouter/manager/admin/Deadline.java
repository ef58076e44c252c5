package org.activerouter.manager.admin;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Ends an exchange whose other end takes too long: a Unix socket has no time limits of its own. Stateless. */
final class Deadline {
    private Deadline() {}

    /** A request and its answer, over one connection. */
    @FunctionalInterface
    interface Exchange<T> {
        T run() throws IOException;
    }

    /**
     * Runs an exchange, and closes its connection if it takes longer than that.
     *
     * @throws java.nio.channels.ClosedChannelException when it did
     */
    static <T> T within(Duration limit, SocketChannel channel, Exchange<T> exchange) throws IOException {
        Thread watcher = Thread.ofVirtual().name("admin-deadline").start(() -> closeAfter(limit, channel));
        try {
            return exchange.run();
        } finally {
            watcher.interrupt();
        }
    }

    private static void closeAfter(Duration limit, SocketChannel channel) {
        try {
            Thread.sleep(limit);
            channel.close();
        } catch (InterruptedException | IOException e) {
            // It was in time, or is closed already.
        }
    }
}
