package org.activerouter.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.activerouter.analyzer.history.ExchangeRow;
import org.activerouter.analyzer.history.History;
import org.activerouter.analyzer.history.HistoryStatus;
import org.activerouter.analyzer.load.LoadLimits;
import org.activerouter.analyzer.load.SecondAggregate;
import org.activerouter.analyzer.load.ServerSnapshot;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.CaptureException.Kind;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.SourceStatus;
import org.activerouter.capture.tcp.TcpLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnalysisTest {
    private static final LoadLimits FEW =
            new LoadLimits(100, 50, LoadLimits.defaults().window(), 40);

    @Test
    void anUnknownProtocolIsRefusedWithTheNamesOfTheKnownOnes() {
        assertThatThrownBy(() -> analysis(Map.of(8888, "opennab"), FEW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"opennab\"")
                .hasMessageContaining("opennap");
    }

    @Test
    void beforeItRunsItKnowsNothing() {
        AnalysisSnapshot snapshot = analysis(FEW).snapshot();
        assertThat(snapshot.servers()).isEmpty();
        assertThat(snapshot.tcp().packets()).isZero();
    }

    @Test
    void itBeatsWhileItReads() throws CaptureException {
        Analysis analysis = analysis(FEW);
        assertThat(analysis.beats()).isZero();
        analysis.run(new ManyServers(20));
        assertThat(analysis.beats()).isPositive();
    }

    @Test
    void everyServerAndClientIsCounted() throws CaptureException {
        Analysis analysis = analysis(FEW);
        analysis.run(new ManyServers(20));
        assertThat(analysis.snapshot().servers())
                .hasSize(20)
                .allMatch(server -> server.queries() == 1 && server.completed() == 1 && server.clients() == 1)
                .allMatch(server -> server.responseTime().max() == ManyServers.RESPONSE_MILLIS);
        assertThat(analysis.clients())
                .hasSize(20)
                .allMatch(client -> "tek".equals(client.nick()) && client.queries() == 1);
    }

    @Test
    void theLongestQuietServersAreForgottenAndCounted() throws CaptureException {
        Analysis analysis = analysis(FEW);
        analysis.run(new ManyServers(1_000));
        assertThat(analysis.snapshot().servers())
                .extracting(ServerSnapshot::server)
                .containsExactlyElementsOf(IntStream.range(900, 1_000)
                        .mapToObj(ManyServers::server)
                        .toList());
        assertThat(analysis.snapshot().forgottenServers()).isEqualTo(900);
        assertThat(analysis.snapshot().forgottenClients()).isEqualTo(950);
    }

    @Test
    void aMillionServersAndClientsStayWithinTheirCaps() throws CaptureException {
        Analysis analysis = analysis(LoadLimits.defaults());
        long before = usedMemory();
        analysis.run(new ManyServers(1_000_000));
        long grown = usedMemory() - before;

        AnalysisSnapshot snapshot = analysis.snapshot();
        assertThat(snapshot.servers()).hasSize(LoadLimits.defaults().maxServers());
        assertThat(snapshot.forgottenServers())
                .isEqualTo(1_000_000 - LoadLimits.defaults().maxServers());
        assertThat(analysis.clients()).hasSize(LoadLimits.defaults().maxClients());
        assertThat(snapshot.forgottenClients())
                .isEqualTo(1_000_000 - LoadLimits.defaults().maxClients());
        assertThat(grown).isLessThan(150L << 20);
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void whatWasSeenBeforeTheSourceFailedIsInTheSnapshot() {
        Analysis analysis = analysis(FEW);
        FrameSource failing = new EndingSource(new ManyServers(20), () -> {
            throw new CaptureException(Kind.BAD_DATA, "damaged");
        });
        assertThatThrownBy(() -> analysis.run(failing)).isInstanceOf(CaptureException.class);
        assertThat(analysis.snapshot().servers()).hasSize(20);
    }

    @Test
    void aLiveSourceIsReadUntilItIsToldToStop() throws CaptureException {
        Analysis analysis = analysis(FEW);
        int[] asked = {0};
        FrameSource live = new EndingSource(new ManyServers(20), () -> {
            if (++asked[0] == 1_000) {
                analysis.stop();
            }
        });
        analysis.run(live);
        assertThat(asked[0]).isEqualTo(1_000);
        assertThat(analysis.snapshot().servers()).hasSize(20).allMatch(server -> server.completed() == 1);
    }

    @Test
    void whileNoFrameComesTimeGoesOnAndSnapshotsFollow() throws CaptureException {
        long[] realNanos = {0};
        List<SecondAggregate> told = new ArrayList<>();
        Analysis analysis = new Analysis(
                new AnalysisSettings(Map.of(8888, "opennap"), false, TcpLimits.defaults(), FEW, keeping(told)),
                () -> realNanos[0]);
        List<Integer> toldAtStep = new ArrayList<>();
        List<Double> windowRate = new ArrayList<>();
        FrameSource live = new EndingSource(new ManyServers(1), () -> {
            toldAtStep.add(told.size());
            windowRate.add(analysis.snapshot().servers().stream()
                    .mapToDouble(server -> server.queryRate().window())
                    .sum());
            realNanos[0] += 1_000_000_000L;
            if (toldAtStep.size() == 15) {
                analysis.stop();
            }
        });
        analysis.run(live);
        assertThat(toldAtStep.getFirst()).isZero();
        assertThat(toldAtStep.get(4)).isEqualTo(1);
        assertThat(windowRate.get(5)).isPositive();
        assertThat(windowRate.getLast()).isZero();
        assertThat(analysis.snapshot().nanos()).isGreaterThan(ManyServers.START_NANOS + 14_000_000_000L);
    }

    private static History keeping(List<SecondAggregate> told) {
        return new History() {
            @Override
            public void exchange(ExchangeRow row) {}

            @Override
            public void learned(Endpoint server, String protocol, long nanos) {}

            @Override
            public void second(SecondAggregate aggregate) {
                told.add(aggregate);
            }

            @Override
            public HistoryStatus status() {
                return History.NONE.status();
            }
        };
    }

    private static Analysis analysis(LoadLimits limits) {
        return analysis(Map.of(8888, "opennap"), limits);
    }

    private static Analysis analysis(Map<Integer, String> ports, LoadLimits limits) {
        return new Analysis(new AnalysisSettings(ports, false, TcpLimits.defaults(), limits, History.NONE));
    }

    /** A source that, instead of ending, has nothing for now and does what it is told. */
    private record EndingSource(FrameSource frames, Then then) implements FrameSource {
        private interface Then {
            void run() throws CaptureException;
        }

        @Override
        public @Nullable FrameBatch next() throws CaptureException {
            FrameBatch batch = frames.next();
            if (batch == null) {
                then.run();
            }
            return batch;
        }

        @Override
        public boolean ended() {
            return false;
        }

        @Override
        public SourceStatus status() {
            return new SourceStatus(0, 0, 0, 0, -1, List.of());
        }

        @Override
        public void close() {
            frames.close();
        }
    }
}
