package org.activerouter.capture.source;

import java.util.concurrent.TimeUnit;
import org.activerouter.capture.CaptureMark;

/**
 * A mark on one interface, by the kernel's own count of what it has captured: it tells of frames that the kernel still keeps to itself,
 * and the order of its buffer is the order in which it captured, which the order of the stamps is not. The consumer's thread.
 */
final class InterfaceMark implements CaptureMark {
    /**
     * A packet that passed the kernel's rules just before somebody stopped them is captured where it leaves: a moment later, or more if
     * the processor that carries it is taken away meanwhile.
     */
    private static final long ON_ITS_WAY_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private final InterfaceReader reader;
    private final long madeNanos = System.nanoTime();
    /** Negative while it is not known. */
    private long target = -1;

    InterfaceMark(InterfaceReader reader) {
        this.reader = reader;
    }

    @Override
    public long lostNanos() {
        return reader.lostNanos();
    }

    @Override
    public boolean reached() {
        if (target < 0 && System.nanoTime() - madeNanos >= ON_ITS_WAY_NANOS) {
            target = reader.captured();
        }
        return (target >= 0 && reader.given() >= target) || reader.quietSince(madeNanos) || reader.isExhausted();
    }
}
