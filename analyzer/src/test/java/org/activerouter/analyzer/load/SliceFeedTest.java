package org.activerouter.analyzer.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.activerouter.capture.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SliceFeedTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long START = 1_790_000_000L * SECOND;
    private static final Endpoint SERVER = endpoint(1, 8888);

    private final List<LoadSlice> told = new ArrayList<>();
    private final List<Long> over = new ArrayList<>();

    @Test
    void aSliceIsToldATenthOfASecondAfterItsEnd() {
        ServerTable table = table(10);
        ConnectionLoad connection = table.connect(SERVER, "p", endpoint(2, 1));
        ask(connection, 1, START + 10 * MILLI);
        answer(connection, 1, START + 10 * MILLI, START + 40 * MILLI, 3);
        table.advance(START + 349 * MILLI);
        assertThat(told).isEmpty();

        table.advance(START + 350 * MILLI);
        LoadSlice slice = told.getFirst();
        assertThat(told).hasSize(1);
        assertThat(slice.startNanos()).isEqualTo(START);
        assertThat(slice.endNanos()).isEqualTo(START + 250 * MILLI);
        assertThat(slice.queries()).isEqualTo(1);
        assertThat(slice.answered()).isEqualTo(1);
        assertThat(slice.ended()).isEqualTo(1);
        assertThat(slice.results()).isEqualTo(3);
        assertThat(slice.responseSumNanos()).isEqualTo(30 * MILLI);
        assertThat(slice.responseMaxNanos()).isEqualTo(30 * MILLI);
        assertThat(slice.responses()).containsExactly(Map.entry(LogLinearScale.bin(30 * MILLI), 1));
        assertThat(slice.firstQueryNanos()).isEqualTo(START + 10 * MILLI);
        assertThat(slice.lastQueryNanos()).isEqualTo(START + 10 * MILLI);
        assertThat(slice.outstanding()).isZero();
        assertThat(over).last().isEqualTo(START + 250 * MILLI);
    }

    @Test
    void aServerThatStoppedAnsweringIsToldOfWhileNothingComes() {
        ServerTable table = table(10);
        ConnectionLoad connection = table.connect(SERVER, "p", endpoint(2, 1));
        ask(connection, 1, START + 100 * MILLI);
        ask(connection, 2, START + 200 * MILLI);
        for (long tenth = 3; tenth <= 14; tenth++) {
            table.advance(START + tenth * 100 * MILLI);
        }
        assertThat(told).extracting(LoadSlice::outstanding).containsExactly(2L, 2L, 2L, 2L, 2L);
        assertThat(told)
                .extracting(LoadSlice::oldestOutstandingNanos)
                .containsExactly(150 * MILLI, 400 * MILLI, 650 * MILLI, 900 * MILLI, 1_150 * MILLI);
    }

    @Test
    void aQueryThatOthersOvertookDoesNotWaitAnyMore() {
        ServerTable table = table(10);
        ConnectionLoad ignored = table.connect(SERVER, "p", endpoint(2, 1));
        ConnectionLoad served = table.connect(SERVER, "p", endpoint(3, 1));
        ask(ignored, 1, START + 10 * MILLI);
        ask(served, 1, START + 20 * MILLI);
        ask(served, 2, START + 30 * MILLI);
        answer(served, 1, START + 20 * MILLI, START + 40 * MILLI, 0);
        table.advance(START + 400 * MILLI);
        assertThat(told).extracting(LoadSlice::outstanding).containsExactly(1L);
        assertThat(told).extracting(LoadSlice::oldestOutstandingNanos).containsExactly(220 * MILLI);
    }

    @Test
    void aQueryWhoseConnectionEndedDoesNotWaitAnyMore() {
        ServerTable table = table(10);
        ConnectionLoad one = table.connect(SERVER, "p", endpoint(2, 1));
        ConnectionLoad other = table.connect(SERVER, "p", endpoint(3, 1));
        ask(one, 1, START + 10 * MILLI);
        ask(other, 1, START + 20 * MILLI);
        end(one, 1, START + 10 * MILLI, START + 50 * MILLI, Outcome.UNANSWERED, 0);
        table.advance(START + 400 * MILLI);
        assertThat(told).extracting(LoadSlice::outstanding).containsExactly(1L);
        assertThat(told).extracting(LoadSlice::oldestOutstandingNanos).containsExactly(230 * MILLI);
    }

    @Test
    void anAnswerThatNobodyCouldAttributeShowsThatTheServerAnswers() {
        ServerTable table = table(10);
        ConnectionLoad joined = table.connect(SERVER, "p", endpoint(2, 1));
        ConnectionLoad other = table.connect(SERVER, "p", endpoint(3, 1));
        ask(other, 1, START + 5 * MILLI);
        ask(joined, 1, START + 10 * MILLI);
        end(joined, 1, START + 10 * MILLI, START + 50 * MILLI, Outcome.UNMEASURED, 0);
        table.advance(START + 400 * MILLI);
        assertThat(told).extracting(LoadSlice::outstanding).containsExactly(0L);
        assertThat(told).extracting(LoadSlice::unmeasured).containsExactly(1L);
    }

    @Test
    void aQueryThatCouldNotBeFollowedShowsNothing() {
        ServerTable table = table(10);
        ConnectionLoad flood = table.connect(SERVER, "p", endpoint(2, 1));
        ConnectionLoad other = table.connect(SERVER, "p", endpoint(3, 1));
        ask(other, 1, START + 5 * MILLI);
        ask(flood, 1, START + 10 * MILLI);
        end(flood, 1, START + 10 * MILLI, START + 10 * MILLI, Outcome.UNMEASURED, 0);
        table.advance(START + 400 * MILLI);
        assertThat(told).extracting(LoadSlice::outstanding).containsExactly(1L);
    }

    @Test
    void nobodyWaitsForEver() {
        ServerTable table = table(10);
        ask(table.connect(SERVER, "p", endpoint(2, 1)), 1, START);
        table.advance(START + 1_000 * SECOND);
        assertThat(told)
                .last()
                .satisfies(last -> assertThat(last.oldestOutstandingNanos()).isLessThanOrEqualTo(181 * SECOND));
        assertThat(over).last().isEqualTo(START + 999_750 * MILLI);
    }

    @Test
    void theBusiestClientsAreToldByAddressAndAllAreCounted() {
        ServerTable table = table(10);
        table.advance(START);
        for (int client = 1; client <= 100; client++) {
            ConnectionLoad connection = table.connect(SERVER, "p", endpoint(client, 1));
            for (int query = 1; query <= client; query++) {
                ask(connection, query, START + MILLI);
            }
        }
        table.advance(START + SECOND);
        LoadSlice slice = told.getFirst();
        assertThat(slice.clients()).isEqualTo(100);
        assertThat(slice.queries()).isEqualTo(5_050);
        assertThat(slice.connections()).isEqualTo(100);
        assertThat(slice.queriesByClient()).hasSize(LoadSlice.BUSIEST_CLIENTS).containsEntry("10.0.0.100", 100);
        assertThat(slice.queriesByClient().values()).allMatch(count -> count > 68);
    }

    @Test
    void clientsBeyondTheCapAreCountedAsTheCap() {
        ServerTable table = table(10);
        for (int client = 1; client <= LoadSlice.MOST_CLIENTS + 10; client++) {
            ask(table.connect(SERVER, "p", endpoint(client, 1)), 1, START + MILLI);
        }
        table.advance(START + SECOND);
        assertThat(told.getFirst().clients()).isEqualTo(LoadSlice.MOST_CLIENTS);
        assertThat(told.getFirst().queries()).isEqualTo(LoadSlice.MOST_CLIENTS + 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600, 7_200})
    void whenTheStampsMoveNothingWaitsThatWasAskedBefore(long seconds) {
        ServerTable table = table(10);
        ask(table.connect(SERVER, "p", endpoint(2, 1)), 1, START + 10 * MILLI);
        table.advance(START + 20 * MILLI);
        table.advance(START + seconds * SECOND);
        assertThat(told).extracting(LoadSlice::startNanos).containsExactly(START);
        assertThat(told).extracting(LoadSlice::outstanding).containsExactly(0L);
        assertThat(over).last().isEqualTo(START + seconds * SECOND - 250 * MILLI);

        ConnectionLoad later = table.connect(SERVER, "p", endpoint(2, 2));
        ask(later, 1, START + seconds * SECOND + MILLI);
        table.advance(START + seconds * SECOND + 400 * MILLI);
        assertThat(told).last().satisfies(last -> assertThat(last.outstanding()).isEqualTo(1));
    }

    @Test
    void aForgottenServerTellsWhatItHad() {
        ServerTable table = table(1);
        ask(table.connect(SERVER, "p", endpoint(2, 1)), 1, START + 10 * MILLI);
        ask(table.connect(endpoint(9, 8888), "p", endpoint(2, 2)), 1, START + 20 * MILLI);
        assertThat(told).extracting(LoadSlice::server).containsExactly(SERVER);
        table.finish();
        assertThat(told).extracting(LoadSlice::server).containsExactly(SERVER, endpoint(9, 8888));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverComesInWhateverOrderNothingIsLost(long seed) {
        Random random = new Random(seed);
        ServerTable table = table(3);
        List<ConnectionLoad> connections = new ArrayList<>();
        int[] asked = new int[20];
        for (int i = 0; i < 20; i++) {
            connections.add(table.connect(endpoint(1 + i % 4, 8888), "p", endpoint(100 + i, 1)));
        }
        long now = START;
        long queries = 0;
        for (int step = 0; step < 5_000; step++) {
            now += random.nextInt(100) == 0 ? random.nextLong(3 * SECOND) : random.nextLong(20 * MILLI);
            int chosen = random.nextInt(20);
            long stamp = now - random.nextLong(400 * MILLI);
            ask(connections.get(chosen), ++asked[chosen], stamp);
            queries++;
            if (random.nextBoolean()) {
                answer(connections.get(chosen), asked[chosen], stamp, now, 1);
            }
            if (random.nextInt(10) == 0) {
                table.advance(now);
            }
        }
        table.finish();
        assertThat(told.stream().mapToLong(LoadSlice::queries).sum()).isEqualTo(queries);
        assertThat(over).isSorted();
        assertThat(told).allMatch(slice -> slice.outstanding() >= 0 && slice.startNanos() % (250 * MILLI) == 0);
    }

    private ServerTable table(int maxServers) {
        SliceSink sink = new SliceSink() {
            @Override
            public void slice(LoadSlice slice) {
                assertThat(over).allMatch(until -> slice.endNanos() > until || slice.startNanos() < START);
                told.add(slice);
            }

            @Override
            public void over(long nanos) {
                over.add(nanos);
            }
        };
        return new ServerTable(new LoadLimits(maxServers, 1_000, Duration.ofSeconds(10), 40), second -> {}, sink);
    }

    private static void ask(ConnectionLoad connection, int query, long nanos) {
        connection.asked(nanos, query);
    }

    private static void answer(ConnectionLoad connection, int query, long asked, long nanos, int results) {
        connection.answered(nanos, query, asked);
        end(connection, query, asked, nanos, Outcome.COMPLETED, results);
    }

    private static void end(
            ConnectionLoad connection, int query, long asked, long nanos, Outcome outcome, int results) {
        long first = outcome == Outcome.COMPLETED ? nanos : Observation.NEVER;
        connection.ended(nanos, query, asked, first, results, outcome);
    }

    private static Endpoint endpoint(int host, int port) {
        try {
            return new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, (byte) (host >> 8), (byte) host}), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
