package org.activerouter.capture.source;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.CaptureException.Kind;
import org.activerouter.capture.CaptureMark;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.PcapNativeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one live interface on a thread of its own, for as long as the source is open, whatever happens to the interface.
 *
 * <p>Full buffers go to the consumer and come back empty. When none is empty it stops reading: the frames then wait in the
 * kernel's buffer, and it is the kernel that drops and counts. Which thread may call what is said at each method; without
 * a word it is the reader's own.
 */
final class InterfaceReader implements Runnable {
    /** A consumer that is behind by all of these still has the kernel's buffer, which is far larger, behind it. */
    private static final int BUFFERS = 8;

    private static final int IDLE_WAIT_MILLIS = 10;

    /**
     * Where nothing was found for so long, nothing is on its way: the kernel hands over after the block's time-out, and its timers
     * may be late.
     */
    private static final long ON_ITS_WAY_NANOS = MILLISECONDS.toNanos(Libpcap.BLOCK_TIMEOUT_MILLIS + 20L);

    private static final long JOIN_MILLIS = 1000;
    private static final long BUFFER_WAIT_NANOS = MICROSECONDS.toNanos(200);
    /** How late a change of the link is noticed; looking costs a few calls into the kernel. */
    private static final long CHECK_NANOS = MILLISECONDS.toNanos(250);

    private static final long FIRST_BACK_OFF_NANOS = SECONDS.toNanos(1);
    private static final long LAST_BACK_OFF_NANOS = SECONDS.toNanos(30);

    private static final Logger LOG = LoggerFactory.getLogger(InterfaceReader.class);

    private final String name;
    private final LiveSettings settings;
    private final AtomicReference<CaptureFilter> filter;
    private final Runnable onFrames;
    private final Trouble trouble;
    private final Thread thread;
    private final FrameBuffer[] buffers = new FrameBuffer[BUFFERS];
    // The atomic kind: the others use sun.misc.Unsafe, of which new Java versions complain to the operator.
    private final SpscAtomicArrayQueue<FrameBuffer> full = new SpscAtomicArrayQueue<>(BUFFERS);
    private final SpscAtomicArrayQueue<FrameBuffer> empty = new SpscAtomicArrayQueue<>(BUFFERS);

    private volatile @Nullable OpenInterface capture;
    private @Nullable FrameBuffer filling;
    private int lastLinkIndex;
    private long nextCheckNanos;
    private long openedNanos;
    private long backOffNanos = FIRST_BACK_OFF_NANOS;
    private long kernelDropsBefore;
    private long interfaceDropsBefore;
    private volatile long kernelDrops;
    private volatile long interfaceDrops;
    private volatile boolean closing;
    /** When it was last begun to look for frames, and none were there; of {@link System#nanoTime}. */
    private volatile long foundNone = System.nanoTime();

    /** Frames handed over before the interface was opened as it is now. */
    private volatile long handedOverBefore;

    /** When it was last opened again, having missed what came before; nanoseconds since 1970. */
    private volatile long reopenedNanos = Long.MIN_VALUE;

    /** When it was last lost; nanoseconds since 1970. */
    private volatile long lostNanos = Long.MIN_VALUE;

    private long handedOver;
    /** Frames that the consumer took; the consumer's. */
    private long given;

    /**
     * A reader that does nothing before {@link #open} and {@link #start}.
     *
     * @param filter asked again and again for the filter to use
     * @param onFrames called by the reader's thread after it handed frames over
     */
    InterfaceReader(String name, LiveSettings settings, AtomicReference<CaptureFilter> filter, Runnable onFrames) {
        this.name = name;
        this.settings = settings;
        this.filter = filter;
        this.onFrames = onFrames;
        trouble = new Trouble(name, Clock.system(ZoneId.systemDefault()));
        thread = new Thread(this, "capture-" + name);
        thread.setDaemon(true);
    }

    /** Opens it for the first time, where an operator is still there to be told; before {@link #start}. */
    void open() throws CaptureException {
        LinkState link = LinkState.of(name);
        if (!link.exists()) {
            throw new CaptureException(
                    Kind.NOT_FOUND,
                    "there is no interface " + name + "; there are " + String.join(", ", LinkState.names()));
        }
        if (link.up()) {
            open(link);
        } else {
            sayLink(link);
        }
        for (int i = 0; i < BUFFERS; i++) {
            buffers[i] = new FrameBuffer();
            empty.offer(buffers[i]);
        }
    }

    /** Begins to read; the thread that opened it. */
    void start() {
        thread.start();
    }

    /** Lets go of what {@link #open} took, where it comes to no {@link #start}. */
    void abandon() {
        release();
    }

    /** Tells the thread to end soon; any thread. */
    void stop() {
        closing = true;
        LockSupport.unpark(thread);
    }

    /** Waits for the end of the thread; any thread. */
    void join() {
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next buffer with frames, to be given back; the consumer's thread. */
    @Nullable
    FrameBuffer poll() {
        FrameBuffer next = full.poll();
        if (next != null) {
            given += next.batch().size();
        }
        return next;
    }

    /** A mark behind all that is captured by now; the consumer's thread. */
    CaptureMark mark() {
        return new InterfaceMark(this);
    }

    /**
     * How many frames the consumer will have taken when it has taken all that the kernel has captured by now; the consumer's thread.
     *
     * @return negative if that cannot be told: an interface that has just been lost or opened anew counts from zero
     */
    long captured() {
        OpenInterface current = capture;
        long before = handedOverBefore;
        long captured = current == null ? -1 : current.captured();
        return captured >= 0 && capture == current ? before + captured : -1;
    }

    /**
     * Until when frames were missed, as late as that can have been; nanoseconds since 1970. An interface that is switched off or is not there
     * carries none, so that others need not wait for it. Any thread.
     */
    long lostNanos() {
        OpenInterface current = capture;
        if (current != null) {
            return Math.max(reopenedNanos, current.lostNanos());
        }
        return LinkState.of(name).up() ? Long.MAX_VALUE : lostNanos;
    }

    /** Whether nothing is captured now, and the consumer has taken all that was; the consumer's thread. */
    boolean isExhausted() {
        return capture == null && full.isEmpty();
    }

    /** How many frames the consumer has taken; the consumer's thread. */
    long given() {
        return given;
    }

    /** Whether the consumer has taken all and nothing more came since a moment, for longer than a frame is on its way; the consumer's thread. */
    boolean quietSince(long nanos) {
        // In this order: what was there when none were found before is in the queue, or has been polled.
        return foundNone - nanos > ON_ITS_WAY_NANOS && full.isEmpty();
    }

    /** Takes back a buffer that {@link #poll} gave; the consumer's thread. */
    void giveBack(FrameBuffer buffer) {
        empty.offer(buffer);
    }

    /** Frames the kernel dropped since the beginning; any thread. */
    long kernelDrops() {
        return kernelDrops;
    }

    /** Frames the device dropped since the beginning; any thread. */
    long interfaceDrops() {
        return interfaceDrops;
    }

    /** What is wrong with the interface now; any thread. */
    Optional<String> trouble() {
        return trouble.sentence();
    }

    @Override
    public void run() {
        try {
            while (!closing) {
                OpenInterface current = capture;
                if (current == null) {
                    reopen();
                } else {
                    watch(current);
                }
            }
        } catch (RuntimeException | Error e) {
            LOG.error("The reader of {} has failed", name, e);
            trouble.is(
                    "cannot be read because of a fault of this program: " + e, "Please report it; restart to go on.");
        } finally {
            release();
        }
    }

    private void watch(OpenInterface current) {
        long now = System.nanoTime();
        if (now - nextCheckNanos >= 0) {
            nextCheckNanos = now + CHECK_NANOS;
            countDrops(current);
            LinkState link = LinkState.of(name);
            if (link.index() != current.linkIndex() || !link.up()) {
                lose(current);
                sayLink(link);
                return;
            }
            sayCarrier(link);
        }
        read(current);
    }

    private void read(OpenInterface current) {
        FrameBuffer buffer = filling == null ? empty.poll() : filling;
        filling = buffer;
        if (buffer == null) {
            LockSupport.parkNanos(BUFFER_WAIT_NANOS);
            return;
        }
        try {
            current.filter(filter.get());
            long began = System.nanoTime();
            if (current.read(buffer) == 0) {
                foundNone = began;
                current.await(IDLE_WAIT_MILLIS);
            }
            handOver(buffer);
        } catch (PcapNativeException e) {
            handOver(buffer);
            fail(current, e);
        }
    }

    private void handOver(FrameBuffer buffer) {
        if (buffer.batch().size() > 0) {
            filling = null;
            handedOver += buffer.batch().size();
            full.offer(buffer);
            onFrames.run();
        }
    }

    /** libpcap has given up: because of the link, or for a reason of its own, which must not be tried too often. */
    private void fail(OpenInterface current, PcapNativeException why) {
        lose(current);
        LinkState link = LinkState.of(name);
        if (link.index() != current.linkIndex() || !link.up()) {
            sayLink(link);
            return;
        }
        if (System.nanoTime() - openedNanos > LAST_BACK_OFF_NANOS) {
            backOffNanos = FIRST_BACK_OFF_NANOS;
        }
        backOff("cannot be captured (" + why.getMessage() + ")");
    }

    private void backOff(String what) {
        trouble.is(what, "It is tried again after 1 s, later every 30 s.");
        pause(backOffNanos);
        backOffNanos = Math.min(2 * backOffNanos, LAST_BACK_OFF_NANOS);
    }

    private void reopen() {
        LinkState link = LinkState.of(name);
        if (!link.exists() || !link.up()) {
            sayLink(link);
            pause(CHECK_NANOS);
            return;
        }
        try {
            open(link);
            trouble.isOver();
        } catch (CaptureException e) {
            backOff("cannot be captured (" + e.getMessage() + ")");
        }
    }

    private void open(LinkState link) throws CaptureException {
        OpenInterface opened = OpenInterface.open(name, link.index(), settings, filter.get());
        handedOverBefore = handedOver;
        if (lastLinkIndex != 0) {
            reopenedNanos = nextMilli();
        }
        capture = opened;
        lastLinkIndex = link.index();
        openedNanos = System.nanoTime();
        nextCheckNanos = openedNanos;
    }

    private void sayLink(LinkState link) {
        if (link.exists()) {
            trouble.is("is down", "'ip link set dev " + name + " up' switches it on; capture then resumes by itself.");
            return;
        }
        Optional<String> newName = LinkState.nameOf(lastLinkIndex);
        if (newName.isPresent()) {
            trouble.is(
                    "is now called " + newName.get(),
                    "Capture that name instead, or name it back; capture then resumes by itself.");
        } else {
            trouble.is("has disappeared", "Capture resumes by itself when it is back.");
        }
    }

    private void sayCarrier(LinkState link) {
        if (link.carrier()) {
            trouble.isOver();
        } else {
            trouble.is("has no carrier", "Is its cable out or its other end down? Capture resumes by itself.");
        }
    }

    private void countDrops(OpenInterface current) {
        current.countDrops();
        kernelDrops = kernelDropsBefore + current.kernelDrops();
        interfaceDrops = interfaceDropsBefore + current.interfaceDrops();
    }

    private void lose(OpenInterface current) {
        countDrops(current);
        kernelDropsBefore = kernelDrops;
        interfaceDropsBefore = interfaceDrops;
        lostNanos = nextMilli();
        capture = null;
        current.close();
    }

    private static long nextMilli() {
        return MILLISECONDS.toNanos(System.currentTimeMillis() + 1);
    }

    private void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !closing; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void release() {
        OpenInterface current = capture;
        if (current != null) {
            lose(current);
        }
        for (FrameBuffer buffer : buffers) {
            buffer.close();
        }
    }
}
