package org.activerouter.capture.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.SourceStatus;
import org.jspecify.annotations.Nullable;

/**
 * Several files as one, by time stamp.
 *
 * <p>Works on runs, not on frames: from the file whose next frame is the oldest it takes all frames up to the next frame of
 * any other file. Where files follow one another (rotated captures) a run is a whole batch and nothing is copied. One
 * thread, but {@link #status} for any.
 */
final class MergedSource implements FrameSource {
    private final List<FrameSource> all;
    private final Queue<Head> toFill = new ArrayDeque<>();
    private final PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparingLong(Head::nanos));
    private final FrameBatch run = new FrameBatch();

    /** Takes over the sources; the same stamp in two of them goes to either first. */
    MergedSource(List<FrameSource> sources) {
        all = List.copyOf(sources);
        all.forEach(source -> toFill.add(new Head(source)));
    }

    @Override
    public @Nullable FrameBatch next() throws CaptureException {
        fill();
        Head oldest = heads.poll();
        if (oldest == null) {
            return null;
        }
        Head second = heads.peek();
        FrameBatch taken = oldest.take(second == null ? Long.MAX_VALUE : second.nanos(), run);
        if (oldest.isEmpty()) {
            // Filled only when we are asked again: what was taken lies in its buffer.
            toFill.add(oldest);
        } else {
            heads.add(oldest);
        }
        return taken;
    }

    private void fill() throws CaptureException {
        for (Head head = toFill.peek(); head != null; head = toFill.peek()) {
            // Taken out first: a source that throws has ended, and must not be asked again.
            toFill.remove();
            if (head.fill()) {
                heads.add(head);
            }
        }
    }

    @Override
    public boolean ended() {
        return heads.isEmpty() && toFill.isEmpty();
    }

    @Override
    public SourceStatus status() {
        long read = 0;
        long total = 0;
        List<String> troubles = new ArrayList<>();
        for (FrameSource source : all) {
            SourceStatus status = source.status();
            read += status.bytesRead();
            total = total < 0 || status.bytesTotal() < 0 ? -1 : total + status.bytesTotal();
            troubles.addAll(status.troubles());
        }
        return new SourceStatus(0, 0, 0, read, total, troubles);
    }

    @Override
    public void close() {
        all.forEach(FrameSource::close);
        heads.clear();
        toFill.clear();
    }

    /** Where one file stands: its current batch and the next frame in it. */
    private static final class Head {
        private final FrameSource source;
        private FrameBatch batch = new FrameBatch();
        private int index;

        Head(FrameSource source) {
            this.source = source;
        }

        boolean fill() throws CaptureException {
            FrameBatch next = source.next();
            if (next == null) {
                return false;
            }
            batch = next;
            index = 0;
            return true;
        }

        long nanos() {
            return batch.nanos(index);
        }

        boolean isEmpty() {
            return index == batch.size();
        }

        /** The next frame, and all after it that are not younger than {@code lastNanos}. */
        FrameBatch take(long lastNanos, FrameBatch into) {
            int first = index;
            do {
                index++;
            } while (index < batch.size() && batch.nanos(index) <= lastNanos);
            if (first == 0 && isEmpty()) {
                return batch;
            }
            into.begin(batch.buffer(), batch.linkType());
            for (int i = first; i < index; i++) {
                into.add(batch.offset(i), batch.capturedLength(i), batch.wireLength(i), batch.nanos(i));
            }
            return into;
        }
    }
}
