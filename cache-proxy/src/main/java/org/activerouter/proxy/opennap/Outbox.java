package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What goes to one end of a session, in as few pieces as its content allows: neighbouring ranges of the same buffer go as one,
 * without being copied, and small answers of ours go together in one buffer. One thread.
 */
public final class Outbox {
    private static final int FIRST_ROOM = 2048;

    /** A buffer that has grown so far is sent before more is added. */
    private static final int FULL = 32 << 10;

    private final ByteBufAllocator allocator;
    private final Consumer<ByteBuf> sink;
    private final Runnable altered;

    private @Nullable ByteBuf source;
    private int from;
    private int to;
    private @Nullable ByteBuf own;

    /**
     * An empty one.
     *
     * @param sink takes each buffer over
     * @param altered is told when something else goes out than came
     */
    public Outbox(ByteBufAllocator allocator, Consumer<ByteBuf> sink, Runnable altered) {
        this.allocator = allocator;
        this.sink = sink;
        this.altered = altered;
    }

    /** Bytes that pass as they are; the buffer is lent until {@link #flush}. */
    @SuppressWarnings("ReferenceEquality") // Two buffers of equal content are not neighbours.
    public void pass(ByteBuf bytes, int index, int count) {
        if (count == 0) {
            return;
        }
        if (source == bytes && index == to) {
            to += count;
            return;
        }
        flush();
        source = bytes;
        from = index;
        to = index + count;
    }

    /** A place to write an answer of ours. */
    public ByteBuf room() {
        if (source != null || (own != null && own.readableBytes() > FULL)) {
            flush();
        }
        if (own == null) {
            altered.run();
            own = allocator.buffer(FIRST_ROOM);
        }
        return own;
    }

    /** Sends what there is. To be called before a lent buffer is released. */
    public void flush() {
        ByteBuf passing = source;
        ByteBuf written = own;
        source = null;
        own = null;
        if (passing != null) {
            sink.accept(passing.retainedSlice(from, to - from));
        }
        if (written != null) {
            sink.accept(written);
        }
    }
}
