package org.activerouter.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.activerouter.analyzer.history.History;
import org.activerouter.analyzer.load.LoadLimits;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.CaptureMark;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.SourceStatus;
import org.activerouter.capture.tcp.Doubt;
import org.activerouter.capture.tcp.TcpLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Asking a running analysis which connections a server has. */
class StandingTest {
    private final Analysis analysis = new Analysis(new AnalysisSettings(
            Map.of(8888, "opennap"), false, TcpLimits.defaults(), LoadLimits.defaults(), History.NONE));

    @Test
    void itIsAnsweredWhenEverythingHasBeenReadThatWasCapturedBefore() throws CaptureException {
        CompletableFuture<List<StandingConnection>> answer = analysis.standing(ManyServers.server(7));
        int[] asked = {0};
        analysis.run(new Source(turn -> {
            assertThat(answer).isNotDone();
            asked[0] = turn;
            return turn > 5;
        }));
        assertThat(asked[0]).isEqualTo(6);
        assertThat(answer).isCompleted();
        StandingConnection only = answer.join().get(0);
        assertThat(only.facts().flow().server()).isEqualTo(ManyServers.server(7));
        assertThat(only.protocol()).isEqualTo("opennap");
        assertThat(only.doubt()).isEqualTo(Doubt.CLOSING);
        assertThat(only.isSound()).isFalse();
        assertThat(only.isOpaque()).isFalse();
    }

    @Test
    void someConnectionsAloneCanBeAskedFor() throws CaptureException {
        CompletableFuture<List<StandingConnection>> all = analysis.standing(ManyServers.server(7));
        CompletableFuture<List<StandingConnection>> none = analysis.standing(ManyServers.server(7), Set.of());
        analysis.run(new Source(turn -> true));
        assertThat(all.join()).hasSize(1);
        assertThat(none.join()).isEmpty();
    }

    @Test
    void anAnalysisThatEndsLeavesNobodyWaiting() throws CaptureException {
        CompletableFuture<List<StandingConnection>> answer = analysis.standing(ManyServers.server(1));
        analysis.run(new Source(turn -> false));
        assertThatThrownBy(answer::join).hasRootCauseMessage("the analysis has ended");
        assertThatThrownBy(analysis.standing(ManyServers.server(1))::join).isNotNull();
    }

    @Test
    void thereAreNeverManyWaiting() {
        for (int i = 0; i < 256; i++) {
            assertThat(analysis.standing(ManyServers.server(i))).isNotDone();
        }
        assertThat(analysis.standing(ManyServers.server(1))).isCompletedExceptionally();
    }

    private interface Backlog {
        boolean isRead(int turn);
    }

    /** Ten connections, and then nothing for ten turns. */
    private static final class Source implements FrameSource {
        private final FrameSource frames = new ManyServers(10);
        private final Backlog backlog;
        private int turns;
        private int questions;

        Source(Backlog backlog) {
            this.backlog = backlog;
        }

        @Override
        public @Nullable FrameBatch next() throws CaptureException {
            turns++;
            return frames.next();
        }

        @Override
        public CaptureMark mark() {
            return () -> backlog.isRead(++questions);
        }

        @Override
        public boolean ended() {
            return turns > 10;
        }

        @Override
        public SourceStatus status() {
            return frames.status();
        }

        @Override
        public void close() {
            frames.close();
        }
    }
}
