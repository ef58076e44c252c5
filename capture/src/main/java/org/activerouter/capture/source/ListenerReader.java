package org.activerouter.capture.source;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.sql.Timestamp;
import java.util.concurrent.locks.LockSupport;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.RawPacketListener;

/** Reads with pcap4j's public API alone: an upcall, an array and a Timestamp for each packet, 1 M packets/s at best. */
final class ListenerReader implements FrameReader {
    private static final int LOOK_AGAIN_MILLIS = 10;
    private static final long MILLIS_PER_SECOND = 1000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final PcapHandle handle;
    private final int maxFrameBytes;
    private final int linkType;

    ListenerReader(PcapHandle handle) throws PcapNativeException {
        this.handle = handle;
        maxFrameBytes = FrameReader.maxFrameBytes(handle);
        linkType = handle.getDlt().value();
    }

    @Override
    public void begin(FrameBuffer buffer) {
        buffer.begin(linkType);
    }

    @Override
    public int read(FrameBuffer buffer) throws PcapNativeException {
        int room = buffer.room(maxFrameBytes);
        RawPacketListener copier = frame -> buffer.put(frame, handle.getOriginalLength(), nanos(handle.getTimestamp()));
        try {
            return handle.dispatch(room, copier);
        } catch (NotOpenException | InterruptedException e) {
            throw new PcapNativeException(e);
        }
    }

    @Override
    public void exchangeFilter(String expression) throws PcapNativeException {
        FrameReader.installFilter(handle, expression);
    }

    /** Without the descriptor there is only looking again; often enough that the kernel's buffer bridges it. */
    @Override
    public void await(int millis) {
        LockSupport.parkNanos(MILLISECONDS.toNanos(Math.min(millis, LOOK_AGAIN_MILLIS)));
    }

    @Override
    public long filePosition() {
        return 0;
    }

    private static long nanos(Timestamp stamp) {
        return Math.floorDiv(stamp.getTime(), MILLIS_PER_SECOND) * NANOS_PER_SECOND + stamp.getNanos();
    }
}
