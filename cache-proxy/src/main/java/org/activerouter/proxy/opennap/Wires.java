package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;

/**
 * The two connections of a session, and its thread, as the session sees them. Everything but {@link #later} belongs to the
 * session's thread.
 */
public interface Wires {
    /** Nanoseconds of the clock that the cache has as well. */
    long nanos();

    /** Where buffers come from. */
    ByteBufAllocator allocator();

    /** Sends to the client; takes the buffer over. */
    void toClient(ByteBuf bytes);

    /** Sends to the server, as soon as there is a connection; takes the buffer over. */
    void toServer(ByteBuf bytes);

    /** Something else goes to one of the two than the other has sent. */
    void altered();

    /** Whether the client is to be read; waiting writes may keep it from being read all the same. */
    void readClient(boolean wanted);

    /** Runs something on the session's thread in a while, unless the session is over by then. */
    Timer after(long nanos, Runnable task);

    /** Runs something on the session's thread soon, unless the session is over by then. Any thread. */
    void later(Runnable task);

    /** Asks whether the server accepts connections at all; tells it on the session's thread. */
    void probe(Consumer<Boolean> alive);

    /** Ends the session in good order: what was sent goes out first. */
    void end();

    /** Ends the session at once. */
    void reset();

    /** Something that will happen. */
    interface Timer {
        /** It will not. */
        void cancel();
    }
}
