package org.activerouter.lab.directory;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.activerouter.lab.nap.NapConnection;
import org.activerouter.lab.nap.NapMessage;

/**
 * What goes to one client: its own answers, written by its session's thread, and what others say to it. Those never wait for a
 * client that does not read: past a bound their messages are dropped.
 */
final class Outbox {
    private static final int MOST_WAITING = 256;

    private final NapConnection connection;
    private final ReentrantLock writing = new ReentrantLock();
    private final BlockingQueue<byte[]> fromOthers = new ArrayBlockingQueue<>(MOST_WAITING);

    Outbox(NapConnection connection) {
        this.connection = connection;
    }

    /** Sends whole messages; returns when the socket has taken them. */
    void write(byte[] messages) throws IOException {
        writing.lock();
        try {
            connection.write(messages);
        } finally {
            writing.unlock();
        }
    }

    void write(int type, String text) throws IOException {
        write(new NapMessage(type, text).encoded());
    }

    /** Sends a message of somebody else's, soon; false when too many wait. */
    boolean deliver(NapMessage message) {
        return fromOthers.offer(message.encoded());
    }

    /** Begins to send what others say; ends with the interruption of the thread that it returns. */
    Thread startDelivery() {
        return Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    write(fromOthers.take());
                }
            } catch (InterruptedException | IOException over) {
                // The session has ended, or its own thread will find out that the connection has.
            }
        });
    }
}
