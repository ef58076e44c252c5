package org.activerouter.analyzer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.LoggedIn;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.activerouter.capture.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTableTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final long START = 1_790_000_000L * SECOND;
    private static final Endpoint SERVER = endpoint(0x0A000001, 8888);
    private static final Endpoint CLIENT = endpoint(0x0A010001, 40_000);

    private final List<SecondAggregate> told = new ArrayList<>();

    @Test
    void everyEndIsCountedAsWhatItIs() {
        ServerTable table = table(10, 10);
        ConnectionLoad connection = table.connect(SERVER, "p", CLIENT);
        int query = 1;
        for (Outcome outcome : Outcome.values()) {
            ask(connection, query, START + query * MILLI);
            end(connection, query, START + query * MILLI, Observation.NEVER, 7, outcome);
            query++;
        }
        ask(connection, query, START + 10 * MILLI);

        ServerSnapshot server = only(table);
        assertThat(server.queries()).isEqualTo(5);
        assertThat(server.completed()).isEqualTo(1);
        assertThat(server.refused()).isEqualTo(1);
        assertThat(server.unanswered()).isEqualTo(1);
        assertThat(server.unmeasured()).isEqualTo(1);
        assertThat(server.outstanding()).isEqualTo(1);
        assertThat(server.results()).isEqualTo(28);
        assertThat(table.unmeasuredQueries()).isEqualTo(1);
    }

    @Test
    void theMeanRateIsTheNumberOfQueriesOverTheirAbsoluteSpan() {
        ServerTable table = table(10, 10);
        ConnectionLoad connection = table.connect(SERVER, "p", CLIENT);
        ask(connection, 1, START + 4 * SECOND);
        assertThat(only(table).queryRate().mean()).isZero();
        ask(connection, 2, START);
        ask(connection, 3, START + SECOND);
        assertThat(only(table).queryRate().mean()).isCloseTo(3 / 4.0, within(1e-9));
    }

    @Test
    void thePeakIsTheFullestSecond() {
        ServerTable table = table(10, 10);
        ConnectionLoad connection = table.connect(SERVER, "p", CLIENT);
        int query = 0;
        for (int second = 0; second < 10; second++) {
            for (int i = 0; i < (second == 4 ? 9 : 2); i++) {
                ask(connection, ++query, START + second * SECOND + i * MILLI);
            }
        }
        assertThat(only(table).queryRate().peak()).isEqualTo(9);
    }

    @Test
    void responseTimesAreSummarisedWithinOnePercent() {
        ServerTable table = table(10, 10);
        ConnectionLoad connection = table.connect(SERVER, "p", CLIENT);
        for (int i = 1; i <= 1_000; i++) {
            long response = i * 10_000L;
            long asked = START + response * 100;
            ask(connection, i, asked);
            connection.answered(asked + response, i, asked);
            end(connection, i, asked, asked + response, 1, Outcome.COMPLETED);
        }
        ResponseTimes times = only(table).responseTime();
        assertThat(times.count()).isEqualTo(1_000);
        assertThat(times.mean()).isCloseTo(5.005, within(1e-9));
        assertThat(times.max()).isEqualTo(10.0);
        assertThat(times.p50()).isCloseTo(5.0, within(0.05));
        assertThat(times.p95()).isCloseTo(9.5, within(0.1));
        assertThat(times.p99()).isCloseTo(9.9, within(0.1));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, -3_600_000_000_000L, 3_600_000_000_001L})
    void aResponseTimeThatCannotBeIsNotMeasured(long response) {
        ServerTable table = table(10, 10);
        ConnectionLoad connection = table.connect(SERVER, "p", CLIENT);
        ask(connection, 1, START);
        connection.answered(START + response, 1, START);
        end(connection, 1, START, START + response, 3, Outcome.COMPLETED);

        ServerSnapshot server = only(table);
        assertThat(server.responseTime().count()).isZero();
        assertThat(server.windowResponseTime().count()).isZero();
        assertThat(server.unmeasured()).isEqualTo(1);
        assertThat(server.completed()).isEqualTo(1);
        assertThat(table.unmeasuredQueries()).isEqualTo(1);
        assertThat(server.results()).isEqualTo(3);
    }

    @Test
    void queriesAreNumberedPerServerAcrossItsConnections() {
        ServerTable table = table(10, 10);
        ConnectionLoad one = table.connect(SERVER, "p", CLIENT);
        ConnectionLoad other = table.connect(SERVER, "p", endpoint(0x0A010002, 1));
        for (int i = 1; i <= 100; i++) {
            ask(one, i, START);
            ask(other, i, START);
        }
        for (int i = 100; i >= 1; i--) {
            assertThat(end(one, i, START, Observation.NEVER, 0, Outcome.COMPLETED))
                    .isEqualTo(2L * i - 1);
            assertThat(end(other, i, START, Observation.NEVER, 0, Outcome.COMPLETED))
                    .isEqualTo(2L * i);
        }
    }

    @Test
    void aSecondIsToldOnceTheNextOneIsOverToo() {
        ServerTable table = table(10, 10);
        ConnectionLoad connection = table.connect(SERVER, "p", CLIENT);
        ask(connection, 1, START + 900 * MILLI);
        table.advance(START + 1_999 * MILLI);
        assertThat(told).isEmpty();

        connection.answered(START + 950 * MILLI, 1, START + 900 * MILLI);
        table.advance(START + 2_000 * MILLI);
        assertThat(told)
                .containsExactly(
                        new SecondAggregate(SERVER, "p", START / SECOND, 1, 1, 0, 0, 0, 0, 0, 50 * MILLI, 50 * MILLI));
    }

    @Test
    void whatComesTooLateIsCountedIntoTheOldestOpenSecond() {
        ServerTable table = table(10, 10);
        ConnectionLoad connection = table.connect(SERVER, "p", CLIENT);
        ask(connection, 1, START);
        table.advance(START + 5 * SECOND);
        ask(connection, 2, START + 100 * MILLI);
        table.finish();
        assertThat(told).extracting(SecondAggregate::epochSecond).containsExactly(START / SECOND, START / SECOND + 4);
    }

    @Test
    void stampsThatMoveFarEndTheirSecondsAndBeginNewOnes() {
        ServerTable table = table(10, 10);
        ConnectionLoad connection = table.connect(SERVER, "p", CLIENT);
        long yesterday = START - 86_400L * SECOND;
        ask(connection, 1, START);
        table.advance(yesterday);
        ask(connection, 2, yesterday);
        table.advance(START + SECOND);
        ask(connection, 3, START + SECOND);
        table.finish();
        assertThat(told)
                .extracting(SecondAggregate::epochSecond)
                .containsExactly(START / SECOND, yesterday / SECOND, START / SECOND + 1);
        assertThat(only(table).queryRate().peak()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void noObservationIsLostBetweenTheSecondsAndNoSecondIsToldTwice(long seed) {
        Random random = new Random(seed);
        ServerTable table = table(1_000, 10);
        List<ConnectionLoad> connections = new ArrayList<>();
        List<Integer> asked = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            connections.add(table.connect(endpoint(i, 8888), "p", CLIENT));
            asked.add(0);
        }
        long now = START;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(200) == 0 ? random.nextLong(5 * SECOND) : random.nextLong(3 * MILLI);
            table.advance(now);
            int which = random.nextInt(50);
            asked.set(which, asked.get(which) + 1);
            ask(connections.get(which), asked.get(which), now - random.nextLong(3 * SECOND));
        }
        table.finish();
        assertThat(told.stream().mapToLong(SecondAggregate::queries).sum()).isEqualTo(20_000);
        Set<List<Object>> seen = new HashSet<>();
        assertThat(told).allMatch(second -> seen.add(List.of(second.server(), second.epochSecond())));
    }

    @Test
    void beyondTheCapTheServerThatWasQuietLongestIsForgotten() {
        ServerTable table = table(2, 10);
        ConnectionLoad first = table.connect(SERVER, "p", CLIENT);
        table.connect(endpoint(2, 8888), "p", CLIENT);
        ask(first, 1, START + 5 * SECOND);
        table.connect(endpoint(3, 8888), "p", CLIENT);
        assertThat(table.snapshots()).extracting(ServerSnapshot::server).containsExactly(endpoint(3, 8888), SERVER);
        assertThat(table.forgottenServers()).isEqualTo(1);
    }

    @Test
    void aForgottenServerThatSpeaksAgainIsKnownAgainWithItsOpenQueries() {
        ServerTable table = table(1, 10);
        ConnectionLoad connection = table.connect(SERVER, "p", CLIENT);
        ask(connection, 1, START);
        table.connect(endpoint(3, 8888), "p", CLIENT);
        assertThat(told).hasSize(1);

        ask(connection, 2, START + SECOND);
        end(connection, 1, START, Observation.NEVER, 0, Outcome.COMPLETED);
        ServerSnapshot server = only(table);
        assertThat(server.server()).isEqualTo(SERVER);
        assertThat(server.queries()).isEqualTo(1);
        assertThat(server.outstanding()).isEqualTo(1);
        assertThat(table.forgottenServers()).isEqualTo(2);
    }

    @Test
    void beyondTheCapTheOldestEndedConnectionLeavesTheReport() {
        ServerTable table = table(10, 2);
        ConnectionLoad open = table.connect(SERVER, "p", CLIENT);
        open.loggedIn(new LoggedIn(START, "tek", 6699, 0));
        table.connect(SERVER, "p", endpoint(1, 1)).closed();
        table.connect(SERVER, "p", endpoint(2, 2)).closed();
        assertThat(table.clients()).extracting(ClientSnapshot::client).containsExactly(endpoint(2, 2), CLIENT);
        assertThat(table.clients().getLast().nick()).isEqualTo("tek");
        assertThat(table.clients().getLast().sharePort()).isEqualTo(6699);
        table.connect(SERVER, "p", endpoint(3, 3));
        table.connect(SERVER, "p", endpoint(4, 4));
        assertThat(table.clients()).extracting(ClientSnapshot::client).containsExactly(endpoint(3, 3), endpoint(4, 4));
        open.closed();
        assertThat(table.clients()).hasSize(2);
        assertThat(table.forgottenClients()).isEqualTo(3);
    }

    @Test
    void whereNoReportWillBeMadeNoConnectionIsRememberedAndNoneCountedAsForgotten() {
        ServerTable table = table(10, 0);
        ConnectionLoad connection = table.connect(SERVER, "p", CLIENT);
        connection.asked(1, 1);
        connection.closed();

        assertThat(table.clients()).isEmpty();
        assertThat(table.forgottenClients()).isZero();
        assertThat(table.snapshots().getFirst().queries()).isEqualTo(1);
    }

    @Test
    void aQuietServersSnapshotIsTheSameObjectAgain() {
        ServerTable table = table(10, 10);
        table.connect(SERVER, "p", CLIENT);
        assertThat(table.snapshots().getFirst()).isSameAs(table.snapshots().getFirst());
    }

    private ServerTable table(int maxServers, int maxClients) {
        return new ServerTable(new LoadLimits(maxServers, maxClients, Duration.ofSeconds(10), 40), told::add);
    }

    private static ServerSnapshot only(ServerTable table) {
        assertThat(table.snapshots()).hasSize(1);
        return table.snapshots().getFirst();
    }

    private static void ask(ConnectionLoad connection, int query, long nanos) {
        connection.asked(nanos, query);
    }

    private static long end(
            ConnectionLoad connection, int query, long asked, long answered, int results, Outcome outcome) {
        return connection.ended(asked + MILLI, query, asked, answered, results, outcome);
    }

    private static Endpoint endpoint(int address, int port) {
        try {
            return new Endpoint(
                    InetAddress.getByAddress(
                            ByteBuffer.allocate(4).putInt(address).array()),
                    port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
