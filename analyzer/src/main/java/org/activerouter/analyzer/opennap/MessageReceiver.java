package org.activerouter.analyzer.opennap;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes the messages of one direction. One thread. */
interface MessageReceiver {
    /** Whether the data of such a message are wanted even where they have to be put together from pieces. */
    boolean wants(int type);

    /**
     * One message.
     *
     * @param data holds its data at {@code offset}, during the call; null where they were not wanted, are too long, or were
     *     damaged by a gap
     * @param firstNanos stamp of its first byte
     * @param lastNanos stamp of its last byte
     */
    void message(int type, int length, @Nullable ByteBuffer data, int offset, long firstNanos, long lastNanos);

    /** The boundary is lost. */
    void lostStep(String reason, long nanos);

    /** A boundary is proven; its messages follow. */
    void foundStep(long nanos);

    /** These bytes cannot be this protocol's. */
    void notMine(long nanos);

    /** No boundary can be found any more. */
    void unreadable(long nanos);
}
