package org.activerouter.capture.source;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;

/** Reads hundreds of frames in one call: libpcap's own {@code pcap_dump} is the callback, and writes into our buffer. */
final class DumpReader implements FrameReader {
    private static final int DLT_EN10MB = 1;

    private final PcapHandle handle;
    private final Pointer pointer;
    private final int maxFrameBytes;
    private final int linkType;
    private final Memory pollScratch = NativeC.pollScratch();

    /** {@code pointer} is the {@code pcap_t} inside the handle. */
    DumpReader(PcapHandle handle, Pointer pointer) throws PcapNativeException {
        this.handle = handle;
        this.pointer = pointer;
        maxFrameBytes = FrameReader.maxFrameBytes(handle);
        linkType = handle.getDlt().value();
    }

    @Override
    public void begin(FrameBuffer buffer) {
        buffer.begin(linkType);
    }

    @Override
    public int read(FrameBuffer buffer) throws PcapNativeException {
        Pointer dumper = buffer.dumper(pointer);
        int before = buffer.batch().size();
        int room = buffer.room(maxFrameBytes);
        int given = room;
        // Never more than surely fit: a stream that is full cuts frames and says nothing. Most are far smaller than the
        // bound, so the room is asked for again.
        while (room > 0 && given > 0) {
            given = NativePcap.pcap_dispatch(pointer, room, NativePcap.PCAP_DUMP, dumper);
            int taken = buffer.takeDumped(dumper);
            if (given < 0) {
                throw new PcapNativeException(error(), given);
            }
            if (taken != given) {
                throw new PcapNativeException("frames were lost on the way out of libpcap: " + taken + " of " + given);
            }
            room = buffer.room(maxFrameBytes);
        }
        return buffer.batch().size() - before;
    }

    private String error() throws PcapNativeException {
        try {
            return handle.getError().strip();
        } catch (NotOpenException e) {
            throw new PcapNativeException(e);
        }
    }

    @Override
    public void exchangeFilter(String expression) throws PcapNativeException {
        if (linkType != DLT_EN10MB || !KernelFilter.exchange(pointer, expression)) {
            FrameReader.installFilter(handle, expression);
        }
    }

    @Override
    public void await(int millis) {
        NativeC.awaitReadable(NativePcap.pcap_get_selectable_fd(pointer), millis, pollScratch);
    }

    @Override
    public long filePosition() {
        Pointer stream = NativePcap.pcap_file(pointer);
        return stream == null ? 0 : Math.max(0, NativeC.ftell(stream));
    }
}
