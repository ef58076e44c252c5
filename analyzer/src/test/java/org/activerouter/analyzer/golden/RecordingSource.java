package org.activerouter.analyzer.golden;

import java.nio.ByteBuffer;
import java.util.List;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.SourceStatus;
import org.jspecify.annotations.Nullable;

/** Gives the frames of a recording. */
final class RecordingSource implements FrameSource {
    private final Recording recording;
    private final FrameBatch batch = new FrameBatch();
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
    private int next;

    RecordingSource(Recording recording) {
        this.recording = recording;
    }

    @Override
    public @Nullable FrameBatch next() {
        if (ended()) {
            return null;
        }
        List<RecordedFrame> frames = recording.frames();
        buffer.clear();
        batch.begin(buffer, recording.linkType());
        while (!ended() && !batch.isFull() && frames.get(next).bytes().length <= buffer.remaining()) {
            RecordedFrame frame = frames.get(next++);
            batch.add(buffer.position(), frame.bytes().length, frame.bytes().length, frame.nanos());
            buffer.put(frame.bytes());
        }
        return batch;
    }

    @Override
    public boolean ended() {
        return next == recording.frames().size();
    }

    @Override
    public SourceStatus status() {
        return new SourceStatus(0, 0, 0, 0, -1, List.of());
    }

    @Override
    public void close() {
        buffer = ByteBuffer.allocate(0);
    }
}
