package org.activerouter.capture.source;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.CaptureMark;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.SourceStatus;
import org.jspecify.annotations.Nullable;

/**
 * Live interfaces as one stream of frames. Frames of one interface come in the order in which the kernel stamped them; those
 * of different interfaces are ordered only to within the few milliseconds that a quiet one takes to hand over.
 *
 * <p>{@link #next} waits up to 20 ms for a frame, so that a loop around it costs nothing while the wire is quiet, and is
 * woken at once by one. An interface that is lost is a sentence in {@link #status}, never an exception; the others go on, and
 * it is captured again when it is back. One thread drives it; {@link #status} and {@link #filter} are for any.
 */
public final class LiveSource implements FrameSource {
    private static final long WAIT_NANOS = MILLISECONDS.toNanos(20);
    private static final long SHORT_WAIT_NANOS = MILLISECONDS.toNanos(1);

    private final List<InterfaceReader> readers = new ArrayList<>();
    private final AtomicReference<CaptureFilter> filter;
    private @Nullable InterfaceReader lender;
    private @Nullable FrameBuffer lent;
    private int turn;
    /** Somebody waits for what is on its way. */
    private boolean hurried;

    private volatile @Nullable Thread waiting;
    private volatile boolean closed;

    private LiveSource(CaptureFilter filter) {
        this.filter = new AtomicReference<>(filter);
    }

    static LiveSource open(List<String> names, CaptureFilter filter, LiveSettings settings) throws CaptureException {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("at least one interface");
        }
        LiveSource source = new LiveSource(filter);
        try {
            for (String name : names.stream().distinct().toList()) {
                InterfaceReader reader = new InterfaceReader(name, settings, source.filter, source::wake);
                reader.open();
                source.readers.add(reader);
            }
        } catch (CaptureException e) {
            source.readers.forEach(InterfaceReader::abandon);
            throw e;
        }
        source.readers.forEach(InterfaceReader::start);
        return source;
    }

    /** Captures by another filter, within about 100 ms on every interface. Any thread. */
    public void filter(CaptureFilter wanted) {
        filter.set(wanted);
    }

    /** The filter in use, or about to be. Any thread. */
    public CaptureFilter filter() {
        return filter.get();
    }

    @Override
    public @Nullable FrameBatch next() {
        giveBack();
        FrameBatch batch = poll();
        if (batch != null || closed) {
            return batch;
        }
        waiting = Thread.currentThread();
        try {
            // Looked at once more after the note that we wait: a reader looks for the note after it handed over.
            batch = poll();
            if (batch != null) {
                return batch;
            }
            LockSupport.parkNanos(this, hurried ? SHORT_WAIT_NANOS : WAIT_NANOS);
        } finally {
            waiting = null;
        }
        return poll();
    }

    private @Nullable FrameBatch poll() {
        for (int i = 0; i < readers.size(); i++) {
            turn = turn + 1 < readers.size() ? turn + 1 : 0;
            InterfaceReader reader = readers.get(turn);
            FrameBuffer buffer = reader.poll();
            if (buffer != null) {
                lender = reader;
                lent = buffer;
                return buffer.batch();
            }
        }
        return null;
    }

    private void giveBack() {
        InterfaceReader reader = lender;
        FrameBuffer buffer = lent;
        if (reader != null && buffer != null) {
            reader.giveBack(buffer);
            lender = null;
            lent = null;
        }
    }

    /** {@inheritDoc} Reached within some milliseconds, however quiet the wire is. */
    @Override
    public CaptureMark mark() {
        List<CaptureMark> marks = readers.stream().map(InterfaceReader::mark).toList();
        hurried = true;
        return new CaptureMark() {
            @Override
            public boolean reached() {
                hurried = !marks.stream().allMatch(CaptureMark::reached);
                return !hurried;
            }

            @Override
            public long lostNanos() {
                return marks.stream().mapToLong(CaptureMark::lostNanos).max().orElse(Long.MIN_VALUE);
            }
        };
    }

    private void wake() {
        // The queue's store must be seen before we look for a sleeper; the queue itself does not order the two.
        VarHandle.fullFence();
        Thread sleeper = waiting;
        if (sleeper != null) {
            LockSupport.unpark(sleeper);
        }
    }

    @Override
    public boolean ended() {
        return closed;
    }

    /** The counts of lost frames are at most a quarter of a second old. */
    @Override
    public SourceStatus status() {
        long kernelDrops = 0;
        long interfaceDrops = 0;
        List<String> troubles = new ArrayList<>();
        for (InterfaceReader reader : readers) {
            kernelDrops += reader.kernelDrops();
            interfaceDrops += reader.interfaceDrops();
            reader.trouble().ifPresent(troubles::add);
        }
        return new SourceStatus(kernelDrops, interfaceDrops, 0, 0, -1, troubles);
    }

    /** Any thread; waits up to a second for the readers to let go of the devices. */
    @Override
    public void close() {
        closed = true;
        readers.forEach(InterfaceReader::stop);
        wake();
        readers.forEach(InterfaceReader::join);
    }
}
