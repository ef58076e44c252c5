package org.activerouter.capture.source;

import com.sun.jna.Pointer;
import java.lang.reflect.Field;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes frames from an open handle of libpcap into a buffer. One thread at a time. */
sealed interface FrameReader permits DumpReader, ListenerReader {
    /** Begins the buffer anew for frames of this handle. */
    void begin(FrameBuffer buffer);

    /**
     * Appends frames until there are none (for now, or for ever in a file) or the buffer is full.
     *
     * @return how many were appended
     * @throws PcapNativeException when the handle cannot be read further; what was appended before it stays
     */
    int read(FrameBuffer buffer) throws PcapNativeException;

    /** Puts another filter in the place of the one in use. */
    void exchangeFilter(String expression) throws PcapNativeException;

    /** Waits, at most so long, until a live handle may have something to read or to complain about. */
    void await(int millis);

    /** Bytes of a file read so far; 0 where that is not known, as for a pipe. */
    long filePosition();

    /** The fastest reader that works with this handle. */
    static FrameReader of(PcapHandle handle) throws PcapNativeException {
        try {
            // The one private thing of pcap4j that we need: its only way to many packets makes objects for each.
            Field field = PcapHandle.class.getDeclaredField("handle");
            field.setAccessible(true);
            if (field.get(handle) instanceof Pointer pointer) {
                return new DumpReader(handle, pointer);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            Logger log = LoggerFactory.getLogger(FrameReader.class);
            log.warn("This version of pcap4j hides its handle: packets are read one by one, ten times slower", e);
        }
        return new ListenerReader(handle);
    }

    /** The most bytes a frame of this handle can have. */
    static int maxFrameBytes(PcapHandle handle) throws PcapNativeException {
        try {
            return Math.clamp(handle.getSnapshot(), 1, PcapFile.MAX_FRAME_BYTES);
        } catch (NotOpenException e) {
            throw new PcapNativeException(e);
        }
    }

    /** Compiles and installs a filter, losing the frames that come meanwhile. */
    static void installFilter(PcapHandle handle, String expression) throws PcapNativeException {
        try {
            handle.setFilter(expression, BpfCompileMode.OPTIMIZE);
        } catch (NotOpenException e) {
            throw new PcapNativeException(e);
        }
    }
}
