package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/** A session's connections in memory and {@link VirtualTime}: what goes out is kept, message by message. */
public abstract class LaboratoryWires implements Wires {
    /** What the client has got. */
    public final List<Nap> received = new ArrayList<>();

    private final VirtualTime time;
    private final ByteBuf forClient = Unpooled.buffer();
    private final ByteBuf forServer = Unpooled.buffer();
    private boolean read = true;
    private boolean over;
    private boolean altered;
    private boolean raw;

    /** Connections that stand. */
    protected LaboratoryWires(VirtualTime time) {
        this.time = time;
    }

    /** A whole message has come to the server. */
    protected abstract void serverHears(Nap message);

    /** From here on bytes are kept as they are. */
    public void keepBytes() {
        raw = true;
    }

    /** Bytes for the client that are no whole message yet. */
    public ByteBuf bytesToClient() {
        return forClient;
    }

    /** Bytes for the server that are no whole message yet. */
    public ByteBuf bytesToServer() {
        return forServer;
    }

    /** Whether the client is read. */
    public boolean isRead() {
        return read;
    }

    /** Whether something else went out than came. */
    public boolean isAltered() {
        return altered;
    }

    /** Whether both connections are gone. */
    public boolean isOver() {
        return over;
    }

    @Override
    public long nanos() {
        return time.nanos();
    }

    @Override
    public ByteBufAllocator allocator() {
        return UnpooledByteBufAllocator.DEFAULT;
    }

    @Override
    public void toClient(ByteBuf bytes) {
        forClient.writeBytes(bytes);
        bytes.release();
        if (!raw) {
            received.addAll(Nap.take(forClient));
        }
    }

    @Override
    public void toServer(ByteBuf bytes) {
        forServer.writeBytes(bytes);
        bytes.release();
        if (!raw) {
            Nap.take(forServer).forEach(this::serverHears);
        }
    }

    @Override
    public void altered() {
        altered = true;
    }

    @Override
    public void readClient(boolean wanted) {
        read = wanted;
    }

    @Override
    public Timer after(long nanos, Runnable task) {
        return time.after(nanos, () -> {
            if (!over) {
                task.run();
            }
        });
    }

    @Override
    public void later(Runnable task) {
        after(0, task);
    }

    @Override
    public void end() {
        over = true;
    }

    @Override
    public void reset() {
        over = true;
    }
}
