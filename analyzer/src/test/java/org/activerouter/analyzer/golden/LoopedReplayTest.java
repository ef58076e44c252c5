package org.activerouter.analyzer.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.activerouter.analyzer.Analysis;
import org.activerouter.analyzer.AnalysisSettings;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.analyzer.history.History;
import org.activerouter.analyzer.load.LoadLimits;
import org.activerouter.capture.tcp.TcpLimits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same connections again and again under changing loss: every meeting of a new beginning with what an old one has left, with
 * holes anywhere. Nothing is known of the counts; what must hold is that the analysis gets on and stays within its caps. An endless
 * loop over a hole behind a FIN was found like this.
 */
class LoopedReplayTest {
    private static final int FRAMES = 400_000;

    /** Hundreds of times what it takes; an endless loop is what must not pass. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final TcpLimits NARROW = new TcpLimits(
            24, 32, 1 << 17, 1 << 16, Duration.ofMillis(100), Duration.ofSeconds(60), Duration.ofSeconds(2));

    /** The same ends meeting again: with the same numbers, a few bytes ahead, a window ahead, far ahead. */
    private static final List<Recording> GENERATIONS = Stream.of(0, 7, 900, 40_000, 1 << 26)
            .map(bytes -> all().rewritten(CaptureRewriter.movedAhead(bytes)))
            .toList();

    private static Recording all() {
        return Truth.MULTI
                .recording()
                .rewritten(CaptureRewriter.mixedWith(Truth.BASIC.recording()))
                .rewritten(CaptureRewriter.mixedWith(Truth.FRAGMENTED.recording()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theAnalysisGetsOnWhateverIsLost(int seed) {
        replay(seed, TcpLimits.defaults());
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7, 8})
    void theAnalysisGetsOnUnderNarrowCaps(int seed) {
        replay(seed, NARROW);
    }

    private static void replay(int seed, TcpLimits limits) {
        Analysis analysis = new Analysis(new AnalysisSettings(
                Map.of(Analysed.SERVER_PORT, "opennap"), false, limits, LoadLimits.defaults(), History.NONE));
        LossyLoop source = new LossyLoop(GENERATIONS, FRAMES, seed, () -> staysWithin(limits, analysis.snapshot()));
        assertTimeoutPreemptively(PATIENCE, () -> analysis.run(source));
        AnalysisSnapshot end = analysis.snapshot();
        assertThat(end.tcp().packets()).isEqualTo(FRAMES);
        assertThat(end.tcp().gaps()).isPositive();
        assertThat(end.tcp().heldBytes()).isZero();
        assertThat(end.servers()).isNotEmpty();
    }

    private static void staysWithin(TcpLimits limits, AnalysisSnapshot now) {
        assertThat(now.tcp().openFlows()).isLessThanOrEqualTo(limits.maxFlows());
        assertThat(now.tcp().halfOpen()).isLessThanOrEqualTo(limits.maxHalfOpen());
        assertThat(now.tcp().heldBytes()).isLessThanOrEqualTo(limits.maxHeldBytes());
    }
}
