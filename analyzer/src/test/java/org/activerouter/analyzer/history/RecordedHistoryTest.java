package org.activerouter.analyzer.history;

import static org.activerouter.analyzer.history.Rows.NANOS;
import static org.activerouter.analyzer.history.Rows.TEN_O_CLOCK;
import static org.activerouter.analyzer.history.Rows.endpoint;
import static org.activerouter.analyzer.history.Rows.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.activerouter.analyzer.load.ConnectionLoad;
import org.activerouter.analyzer.load.LoadLimits;
import org.activerouter.analyzer.load.LoadSlice;
import org.activerouter.analyzer.load.SecondAggregate;
import org.activerouter.analyzer.load.ServerTable;
import org.activerouter.analyzer.load.SliceSink;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.activerouter.capture.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedHistoryTest {
    @TempDir
    private Path directory;

    private final List<LoadSlice> told = new ArrayList<>();

    @Test
    void exchangesGiveTheSlicesThatTheyGaveLive() throws StateDatabaseException {
        List<LoadSlice> live = new ArrayList<>();
        try (StateDatabase database = StateDatabase.open(settings())) {
            ServerTable table =
                    new ServerTable(new LoadLimits(100, 100, Duration.ofSeconds(1), 1), second -> {}, live::add);
            record(table, database);
            table.finish();
        }
        try (RecordedHistory history = RecordedHistory.open(file())) {
            assertThat(history.replay(told::add)).isEqualTo(new RecordedHistory.Replayed(0, 500));
        }
        assertThat(live).hasSizeGreaterThan(50);
        assertThat(told).containsExactlyElementsOf(live);
    }

    /** Ten connections to two servers, each asking one query after the other. */
    private static void record(ServerTable table, StateDatabase database) {
        Random random = new Random(1);
        List<long[]> events = new ArrayList<>();
        for (int client = 0; client < 10; client++) {
            long at = TEN_O_CLOCK * NANOS + client;
            for (int query = 1; query <= 50; query++) {
                long response = 1 + random.nextLong(300_000_000L);
                events.add(new long[] {at, client, query, response});
                at += response + 1_000 + random.nextLong(100_000_000L);
            }
        }
        List<long[]> steps = new ArrayList<>();
        for (long[] event : events) {
            steps.add(new long[] {event[0], 0, event[1], event[2], event[3]});
            steps.add(new long[] {event[0] + event[3], 1, event[1], event[2], event[3]});
        }
        steps.sort(Comparator.comparingLong(step -> step[0]));
        ConnectionLoad[] connections = new ConnectionLoad[10];
        for (long[] step : steps) {
            int client = (int) step[2];
            Endpoint from = endpoint("10.9.0." + client, 4_000);
            table.advance(step[0]);
            if (connections[client] == null) {
                connections[client] = table.connect(server(client % 2), "opennap", from);
            }
            ConnectionLoad load = connections[client];
            int query = (int) step[3];
            if (step[1] == 0) {
                load.asked(step[0], query);
            } else {
                long asked = step[0] - step[4];
                load.answered(step[0], query, asked);
                long sequence = load.ended(step[0], query, asked, step[0], 3, Outcome.COMPLETED);
                database.exchange(new ExchangeRow(
                        server(client % 2), "opennap", sequence, from, asked, step[0], step[0], 3, Outcome.COMPLETED));
            }
        }
    }

    @Test
    void ofTimesWithoutExchangesTheSecondsAreTold() throws StateDatabaseException {
        try (StateDatabase database = StateDatabase.open(settings())) {
            database.second(new SecondAggregate(
                    server(1), "opennap", TEN_O_CLOCK, 7, 6, 5, 0, 0, 1, 40, 600_000_000L, 250_000_000L));
            database.second(new SecondAggregate(
                    server(1), "opennap", TEN_O_CLOCK + 1, 4, 4, 4, 0, 0, 0, 4, 4_000_000L, 2_000_000L));
            database.exchange(Rows.exchange(server(1), 1, (TEN_O_CLOCK + 100) * NANOS));
        }
        List<Long> over = new ArrayList<>();
        RecordedHistory.Replayed replayed;
        try (RecordedHistory history = RecordedHistory.open(file())) {
            replayed = history.replay(new SliceSink() {
                @Override
                public void slice(LoadSlice slice) {
                    told.add(slice);
                }

                @Override
                public void over(long nanos) {
                    over.add(nanos);
                }
            });
        }
        assertThat(replayed).isEqualTo(new RecordedHistory.Replayed(2, 1));
        List<LoadSlice> first = told.subList(0, 4);
        assertThat(first).extracting(LoadSlice::queries).containsExactly(1L, 2L, 2L, 2L);
        assertThat(first.stream().mapToLong(LoadSlice::answered).sum()).isEqualTo(6);
        assertThat(first.stream().mapToLong(LoadSlice::results).sum()).isEqualTo(40);
        assertThat(first.stream().mapToLong(LoadSlice::responseSumNanos).sum()).isEqualTo(600_000_000L);
        assertThat(first).allMatch(slice -> slice.queriesByClient().isEmpty());
        assertThat(over).isSorted().contains((TEN_O_CLOCK + 1) * NANOS);
    }

    @Test
    void aDatabaseThatIsNotThereIsNotMade() {
        assertThatThrownBy(() -> RecordedHistory.open(file()))
                .isInstanceOf(StateDatabaseException.class)
                .hasMessageContaining("there is no state database");
        assertThat(directory).isEmptyDirectory();
    }

    private Path file() {
        return directory.resolve("state");
    }

    private StateDatabaseSettings settings() {
        return StateDatabaseSettings.inFile(file());
    }
}
