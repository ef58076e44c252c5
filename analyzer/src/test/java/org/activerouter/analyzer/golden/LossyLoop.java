package org.activerouter.analyzer.golden;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.SourceStatus;
import org.jspecify.annotations.Nullable;

/**
 * Recordings over and over in any order, with a share of the frames lost by seed. The share changes at every turn. Stamps go on at a pace of
 * their own, with a pause now and then in which everything that waits becomes due.
 */
final class LossyLoop implements FrameSource {
    private static final double[] LOST = {0, 0.02, 0.3, 0.9};
    private static final long STEP_NANOS = 2_000;
    private static final long PAUSE_NANOS = 3_000_000_000L;
    private static final int FRAMES_PER_PAUSE = 3_000;

    private final List<Recording> recordings;
    private final Random random;
    private final Runnable betweenBatches;
    private final FrameBatch batch = new FrameBatch();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
    private Recording recording;
    private int left;
    private int next;
    private double lost;
    private long nanos = 1_700_000_000_000_000_000L;

    /** Gives so many frames of recordings of one link type; the action runs on the thread that reads, when a batch is done. */
    LossyLoop(List<Recording> recordings, int frames, long seed, Runnable betweenBatches) {
        this.recordings = recordings;
        this.recording = recordings.getFirst();
        this.left = frames;
        this.random = new Random(seed);
        this.betweenBatches = betweenBatches;
    }

    @Override
    public @Nullable FrameBatch next() {
        betweenBatches.run();
        if (ended()) {
            return null;
        }
        buffer.clear();
        batch.begin(buffer, recording.linkType());
        while (!ended() && !batch.isFull() && frame().bytes().length <= buffer.remaining()) {
            if (random.nextDouble() >= lost) {
                add(frame().bytes());
            }
            goOn();
        }
        return batch;
    }

    private RecordedFrame frame() {
        return recording.frames().get(next);
    }

    private void add(byte[] frame) {
        nanos += random.nextInt(FRAMES_PER_PAUSE) == 0 ? PAUSE_NANOS : STEP_NANOS;
        batch.add(buffer.position(), frame.length, frame.length, nanos);
        buffer.put(frame);
        left--;
    }

    private void goOn() {
        next++;
        if (next == recording.frames().size()) {
            next = 0;
            recording = recordings.get(random.nextInt(recordings.size()));
            lost = LOST[random.nextInt(LOST.length)];
        }
    }

    @Override
    public boolean ended() {
        return left == 0;
    }

    @Override
    public SourceStatus status() {
        return new SourceStatus(0, 0, 0, 0, -1, List.of());
    }

    @Override
    public void close() {
        left = 0;
    }
}
