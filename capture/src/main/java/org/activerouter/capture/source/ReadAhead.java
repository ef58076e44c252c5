package org.activerouter.capture.source;

import java.util.concurrent.locks.LockSupport;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.SourceStatus;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads another source on a thread of its own, some batches ahead, so that page faults and the walk through the records cost
 * the consumer nothing. What the other source throws comes in its place among the batches. One consumer; {@link #status} for
 * any thread.
 */
final class ReadAhead implements FrameSource {
    private static final int BATCHES = 4;

    private static final int SPINS = 200;
    private static final long NAP_NANOS = 50_000;

    private final FrameSource source;
    private final SpscAtomicArrayQueue<Parcel> full = new SpscAtomicArrayQueue<>(BATCHES);
    private final SpscAtomicArrayQueue<Parcel> empty = new SpscAtomicArrayQueue<>(BATCHES);
    private final Thread reader = new Thread(this::read, "read-ahead");

    private @Nullable Parcel lent;
    private boolean started;
    private boolean ended;
    private volatile boolean closed;

    /** Takes over a source, which nobody else may ask any more. Its thread starts with the first question. */
    ReadAhead(FrameSource source) {
        this.source = source;
        for (int i = 0; i < BATCHES; i++) {
            empty.offer(new Parcel());
        }
        reader.setDaemon(true);
    }

    @Override
    public @Nullable FrameBatch next() throws CaptureException {
        if (ended) {
            return null;
        }
        if (!started) {
            started = true;
            reader.start();
        }
        giveBack();
        Parcel parcel = await(full);
        lent = parcel;
        if (parcel == null || parcel.isEnd()) {
            ended = true;
            return null;
        }
        rethrow(parcel.failure());
        return parcel.batch();
    }

    private void giveBack() {
        if (lent != null) {
            empty.offer(lent);
            lent = null;
        }
    }

    private static void rethrow(@Nullable Throwable failure) throws CaptureException {
        switch (failure) {
            case null -> {}
            case CaptureException expected -> throw expected;
            case Error error -> throw error;
            default -> throw new IllegalStateException(failure);
        }
    }

    /** The next of a queue; null when we were closed. A short spin, because the other side is rarely far. */
    private @Nullable Parcel await(SpscAtomicArrayQueue<Parcel> queue) {
        Parcel parcel = queue.poll();
        for (int spins = 0; parcel == null && !closed; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, NAP_NANOS);
            }
            parcel = queue.poll();
        }
        return parcel;
    }

    private void read() {
        try (source) {
            while (!closed && !source.ended()) {
                readBatch();
            }
            handOver(null);
        }
    }

    private void readBatch() {
        try {
            if (source instanceof PcapFile file) {
                fill(file);
            } else {
                copy(source.next());
            }
        } catch (CaptureException | RuntimeException | Error e) {
            handOver(e);
        }
    }

    /** A file is read to where the consumer will look at it, and not copied again. */
    private void fill(PcapFile file) {
        Parcel parcel = await(empty);
        if (parcel == null) {
            return;
        }
        try {
            file.fill(parcel);
        } catch (CaptureException | RuntimeException | Error e) {
            parcel.fail(e);
        }
        send(parcel);
    }

    private void copy(@Nullable FrameBatch batch) {
        int index = 0;
        while (batch != null && index < batch.size()) {
            Parcel parcel = await(empty);
            if (parcel == null) {
                return;
            }
            parcel.begin(batch.linkType());
            while (index < batch.size() && parcel.hasRoomFor(batch.capturedLength(index))) {
                parcel.add(batch, index);
                index++;
            }
            send(parcel);
        }
    }

    private void send(Parcel parcel) {
        parcel.batch().decode();
        full.offer(parcel);
    }

    private void handOver(@Nullable Throwable failure) {
        Parcel parcel = await(empty);
        if (parcel != null) {
            parcel.begin(0);
            if (failure != null) {
                parcel.fail(failure);
            }
            full.offer(parcel);
        }
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public SourceStatus status() {
        return source.status();
    }

    /** Returns at once. The reader closes the source when it has finished what it is at, which for a pipe may be long. */
    @Override
    public void close() {
        closed = true;
        ended = true;
        if (!started) {
            started = true;
            source.close();
        }
    }
}
