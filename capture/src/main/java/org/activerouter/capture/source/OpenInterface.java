package org.activerouter.capture.source;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import org.activerouter.capture.CaptureException;
import org.activerouter.capture.CaptureException.Kind;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapStat;

/** An interface for as long as nothing happens to it: an open handle of libpcap. Used by the thread that reads it. */
final class OpenInterface implements AutoCloseable {
    private static final long UNSIGNED = 0xFFFF_FFFFL;

    private final PcapHandle handle;
    private final FrameReader reader;
    private final int linkIndex;
    private CaptureFilter filter;
    private long kernelDrops;
    private long interfaceDrops;
    private long captured;
    private long lostNanos = Long.MIN_VALUE;
    private boolean open = true;

    private OpenInterface(PcapHandle handle, int linkIndex, CaptureFilter filter)
            throws PcapNativeException, NotOpenException {
        this.handle = handle;
        this.linkIndex = linkIndex;
        this.filter = filter;
        reader = FrameReader.of(handle);
        FrameReader.installFilter(handle, expression(filter));
        handle.setBlockingMode(BlockingMode.NONBLOCKING);
    }

    /** Opens the interface that has this name and index now. */
    static OpenInterface open(String name, int linkIndex, LiveSettings settings, CaptureFilter filter)
            throws CaptureException {
        PcapHandle handle = Libpcap.openInterface(name, settings);
        try {
            return new OpenInterface(handle, linkIndex, filter);
        } catch (PcapNativeException | NotOpenException e) {
            handle.close();
            throw new CaptureException(Kind.FAILED, name + " cannot be captured: " + e.getMessage(), e);
        }
    }

    /** The kernel's number for the interface, whatever its name is by now. */
    int linkIndex() {
        return linkIndex;
    }

    /** Makes the kernel use another filter from now on. */
    void filter(CaptureFilter wanted) throws PcapNativeException {
        if (!wanted.equals(filter)) {
            reader.exchangeFilter(expression(wanted));
            filter = wanted;
        }
    }

    private String expression(CaptureFilter wanted) {
        return wanted.expression(handle.getDlt().value());
    }

    /** Fills the buffer, emptied before, with what is there. */
    int read(FrameBuffer buffer) throws PcapNativeException {
        reader.begin(buffer);
        return reader.read(buffer);
    }

    /**
     * How many frames the kernel has captured since this interface was opened, those that it still keeps to itself included and those
     * that it dropped left out. Any thread.
     *
     * @return -1 if that cannot be told
     */
    synchronized long captured() {
        return open && askKernel() ? captured - kernelDrops : -1;
    }

    void await(int millis) {
        reader.await(millis);
    }

    /** Asks for the counts of lost frames; they stay as they were when libpcap cannot tell. */
    synchronized void countDrops() {
        // Else the interface has just gone: that is found and said by its link state.
        boolean unused = askKernel();
    }

    private boolean askKernel() {
        try {
            PcapStat stat = handle.getStats();
            long lost = kernelDrops + interfaceDrops;
            // libpcap counts in 32 bits and wraps.
            captured += (stat.getNumPacketsReceived() - captured) & UNSIGNED;
            kernelDrops += (stat.getNumPacketsDropped() - kernelDrops) & UNSIGNED;
            interfaceDrops += (stat.getNumPacketsDroppedByIf() - interfaceDrops) & UNSIGNED;
            if (kernelDrops + interfaceDrops > lost) {
                lostNanos = MILLISECONDS.toNanos(System.currentTimeMillis() + 1);
            }
            return true;
        } catch (PcapNativeException | NotOpenException e) {
            return false;
        }
    }

    /** When frames were last found to be lost; nanoseconds since 1970, {@link Long#MIN_VALUE} if they never were. Any thread. */
    synchronized long lostNanos() {
        return lostNanos;
    }

    long kernelDrops() {
        return kernelDrops;
    }

    long interfaceDrops() {
        return interfaceDrops;
    }

    @Override
    public synchronized void close() {
        open = false;
        handle.close();
    }
}
