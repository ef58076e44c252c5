package org.activerouter.capture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.CaptureException.Kind;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.SourceStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadAheadTest {
    private static final int LARGE = 200_000;

    private final Script script = new Script();

    @Test
    void framesComeInOrderWithTheirBytesAndStamps() {
        for (int i = 0; i < 1_000; i++) {
            script.add(batch(1, i, 3));
        }

        Frames frames = Frames.of(new ReadAhead(script));

        assertThat(frames.failure).isNull();
        assertThat(frames.all).isEqualTo(Frames.of(new Script().addAll(1_000)).all);
    }

    @Test
    void batchesOfLargeFramesAreDividedAndLoseNothing() {
        script.add(batch(20, 0, LARGE));

        Frames frames = Frames.of(new ReadAhead(script));

        assertThat(frames.all)
                .hasSize(20)
                .allSatisfy(frame -> assertThat(frame.bytes()).hasSize(2 * LARGE));
    }

    @Test
    void aFailureComesInItsPlaceAndWhatFollowsComesToo() throws Exception {
        script.add(batch(1, 1, 1));
        script.add(new CaptureException(Kind.BAD_DATA, "damaged"));
        script.add(batch(1, 2, 1));
        ReadAhead source = new ReadAhead(script);

        assertThat(source.next()).extracting(FrameBatch::size).isEqualTo(1);
        assertThatThrownBy(source::next).isInstanceOf(CaptureException.class).hasMessage("damaged");
        assertThat(source.next()).extracting(batch -> batch.nanos(0)).isEqualTo(2L);
        assertThat(source.next()).isNull();
        assertThat(source.ended()).isTrue();
    }

    @Test
    void aMistakeOfOursIsNotTakenForTheEnd() {
        script.add(new IllegalStateException("a mistake"));

        assertThatThrownBy(new ReadAhead(script)::next).hasRootCauseMessage("a mistake");
    }

    @Test
    void theSourceIsClosedByItsReader() throws Exception {
        ReadAhead source = new ReadAhead(script.addAll(500));
        source.next();

        source.close();

        script.closed.await();
        assertThat(source.next()).isNull();
    }

    @Test
    void theSourceIsClosedEvenIfNothingWasRead() throws Exception {
        new ReadAhead(script).close();

        script.closed.await();
    }

    private static FrameBatch batch(int frames, int number, int length) {
        FrameBatch batch = new FrameBatch();
        ByteBuffer bytes = ByteBuffer.allocate(length).put(0, (byte) number);
        batch.begin(bytes, 1);
        for (int i = 0; i < frames; i++) {
            batch.add(0, length, length + 1, number);
        }
        return batch;
    }

    /** Gives what it was told to, or throws it. */
    private static final class Script implements FrameSource {
        private final Queue<Object> steps = new ArrayDeque<>();
        private final CountDownLatch closed = new CountDownLatch(1);

        Script add(Object step) {
            steps.add(step);
            return this;
        }

        Script addAll(int batches) {
            for (int i = 0; i < batches; i++) {
                add(batch(1, i, 3));
            }
            return this;
        }

        @Override
        public FrameBatch next() throws CaptureException {
            return switch (steps.poll()) {
                case FrameBatch batch -> batch;
                case CaptureException failure -> throw failure;
                case RuntimeException mistake -> throw mistake;
                case null -> null;
                default -> throw new AssertionError();
            };
        }

        @Override
        public boolean ended() {
            return steps.isEmpty();
        }

        @Override
        public SourceStatus status() {
            return new SourceStatus(0, 0, 0, 0, -1, List.of());
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
