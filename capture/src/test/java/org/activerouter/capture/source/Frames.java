package org.activerouter.capture.source;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;
import org.jspecify.annotations.Nullable;

/** Reads a source to its end and keeps copies of all it gave. */
final class Frames {
    /** One frame, copied out of its batch; its bytes in hexadecimal. */
    record Frame(long nanos, int linkType, int wireLength, String bytes) {
        static Frame of(long nanos, int linkType, int wireLength, byte[] bytes) {
            return new Frame(nanos, linkType, wireLength, HexFormat.of().formatHex(bytes));
        }
    }

    final List<Frame> all = new ArrayList<>();

    @Nullable
    CaptureException failure;

    static Frames of(FrameSource source) {
        Frames frames = new Frames();
        while (!source.ended()) {
            try {
                frames.keep(source.next());
            } catch (CaptureException e) {
                frames.failure = e;
            }
        }
        return frames;
    }

    private void keep(@Nullable FrameBatch batch) {
        for (int i = 0; batch != null && i < batch.size(); i++) {
            byte[] bytes = new byte[batch.capturedLength(i)];
            batch.buffer().get(batch.offset(i), bytes);
            all.add(Frame.of(batch.nanos(i), batch.linkType(), batch.wireLength(i), bytes));
        }
    }

    List<Long> nanos() {
        return all.stream().map(Frame::nanos).toList();
    }
}
