package org.activerouter.proxy.opennap.group;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.opennap.Wires.Timer;

/** How the router's own connections are made. One thread, which is also that of what is told. */
interface Dialer {
    /** Connects; what comes of it is told, never before this returns. */
    Wire dial(Endpoint member, Listener listener);

    /** Nanoseconds. */
    long nanos();

    /** Runs something in a while. */
    Timer after(long nanos, Runnable task);

    /** Where buffers come from. */
    ByteBufAllocator allocator();

    /** A connection. */
    interface Wire {
        /** Sends, as soon as it stands; takes the buffer over. */
        void send(ByteBuf bytes);

        /** Ends it at once; nothing is told of it any more. */
        void close();
    }

    /** Who wants to know what becomes of a connection. */
    interface Listener {
        /** Bytes came; they are lent. */
        void bytes(ByteBuf bytes);

        /** It could not be made, or has ended. */
        void gone();
    }
}
