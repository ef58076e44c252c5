package org.activerouter.analyzer.history;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.activerouter.analyzer.load.LoadSlice;
import org.activerouter.analyzer.load.LogLinearScale;
import org.activerouter.analyzer.load.SliceSink;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.activerouter.capture.Endpoint;

/**
 * What a state database holds, read and never written: the load of the past, slice by slice. One thread.
 *
 * <p>Where exchanges are kept, the slices are made from them as they were live. Of older times only the seconds are known: then
 * each makes slices with a quarter of it; all its response times are taken to be their mean; and who asked is not known.
 */
public final class RecordedHistory implements AutoCloseable {
    private static final String READ_ONLY = ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r";
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int SLICES_PER_SECOND = (int) (SECOND_NANOS / LoadSlice.LENGTH_NANOS);

    private final Connection connection;
    private final Map<Integer, Server> servers = new HashMap<>();

    private RecordedHistory(Connection connection) {
        this.connection = connection;
    }

    private record Server(Endpoint endpoint, String protocol) {}

    /**
     * What was replayed.
     *
     * @param seconds one-second aggregates, of times of which no exchange is kept
     * @param exchanges exchanges
     */
    public record Replayed(long seconds, long exchanges) {}

    /**
     * Opens a state database that nobody writes at the moment.
     *
     * @param named with or without H2's ending
     * @throws StateDatabaseException when it is in use, or there is none
     */
    public static RecordedHistory open(Path named) throws StateDatabaseException {
        DatabaseFile file = new DatabaseFile(named);
        if (file.size() == 0) {
            throw new StateDatabaseException("there is no state database " + file);
        }
        try {
            RecordedHistory history = new RecordedHistory(
                    DriverManager.getConnection(file.url() + READ_ONLY, StateStore.USER, StateStore.PASSWORD));
            history.readServers();
            return history;
        } catch (SQLException e) {
            String reason = Fault.of(e) == Fault.LOCKED
                    ? file.lockedBy() + "; stop that process, or rehearse a copy of the file"
                    : file + " cannot be read: " + Fault.reason(e);
            throw new StateDatabaseException("the state database " + reason, e);
        }
    }

    private void readServers() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, address, port, protocol FROM server")) {
            while (rows.next()) {
                Endpoint endpoint = new Endpoint(address(rows.getString(2)), rows.getInt(3));
                servers.put(rows.getInt(1), new Server(endpoint, rows.getString(4)));
            }
        }
    }

    private static InetAddress address(String literal) throws SQLException {
        // What looks like an address is never looked up as a name.
        if (!literal.matches("[0-9a-fA-F:.]+")) {
            throw new SQLException("'" + literal + "' is not an address");
        }
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new SQLException("'" + literal + "' is not an address", e);
        }
    }

    /**
     * Tells everything, in the order of time.
     *
     * @throws StateDatabaseException when it cannot be read; what was told until then is right
     */
    public Replayed replay(SliceSink sink) throws StateDatabaseException {
        try {
            List<Integer> segments = segments();
            OptionalLong first = oldest(segments);
            long seconds = replaySeconds(first.isEmpty() ? Long.MAX_VALUE : first.getAsLong() / SECOND_NANOS, sink);
            return new Replayed(seconds, replayExchanges(segments, sink));
        } catch (SQLException e) {
            throw new StateDatabaseException("the state database cannot be read on: " + Fault.reason(e), e);
        }
    }

    private List<Integer> segments() throws SQLException {
        List<Integer> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM segment ORDER BY id")) {
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
        }
        return ids;
    }

    private OptionalLong oldest(List<Integer> segments) throws SQLException {
        OptionalLong oldest = OptionalLong.empty();
        for (int segment : segments) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT MIN(asked_nanos) FROM exchange_" + segment)) {
                row.next();
                long found = row.getLong(1);
                oldest = row.wasNull() ? oldest : OptionalLong.of(Math.min(found, oldest.orElse(found)));
            }
        }
        return oldest;
    }

    private long replaySeconds(long beforeSecond, SliceSink sink) throws SQLException {
        long told = 0;
        long at = Long.MIN_VALUE;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT server, epoch_second, SUM(queries), SUM(answered),"
                        + " SUM(completed + refused + unanswered + unmeasured), SUM(unmeasured), SUM(results),"
                        + " SUM(response_sum_nanos), MAX(response_max_nanos), SUM(refused), SUM(unanswered) FROM second_aggregate WHERE epoch_second < "
                        + beforeSecond + " GROUP BY server, epoch_second ORDER BY epoch_second, server")) {
            List<Quarters> sameSecond = new ArrayList<>();
            while (rows.next()) {
                if (rows.getLong(2) != at) {
                    tell(sameSecond, at, sink);
                    at = rows.getLong(2);
                }
                Server server = servers.get(rows.getInt(1));
                if (server != null) {
                    sameSecond.add(Quarters.of(server, rows));
                    told++;
                }
            }
            tell(sameSecond, at, sink);
        }
        return told;
    }

    private static void tell(List<Quarters> seconds, long epochSecond, SliceSink sink) {
        for (int quarter = 0; quarter < SLICES_PER_SECOND && !seconds.isEmpty(); quarter++) {
            long start = epochSecond * SECOND_NANOS + quarter * LoadSlice.LENGTH_NANOS;
            for (Quarters second : seconds) {
                sink.slice(second.slice(quarter, start));
            }
            sink.over(start + LoadSlice.LENGTH_NANOS);
        }
        seconds.clear();
    }

    /** A second of one server, to be told in parts that add up to it. */
    private record Quarters(
            Server server,
            long queries,
            long answered,
            long ended,
            long unmeasured,
            long results,
            long responseSumNanos,
            long responseMaxNanos,
            long refused,
            long unanswered) {
        static Quarters of(Server server, ResultSet row) throws SQLException {
            return new Quarters(
                    server,
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(8),
                    row.getLong(9),
                    row.getLong(10),
                    row.getLong(11));
        }

        LoadSlice slice(int quarter, long start) {
            long answers = part(answered, quarter);
            long mean = answered == 0 ? 0 : responseSumNanos / answered;
            long asked = part(queries, quarter);
            return new LoadSlice(
                    server.endpoint(),
                    server.protocol(),
                    start,
                    LoadSlice.LENGTH_NANOS,
                    0,
                    asked,
                    asked == 0 ? Observation.NEVER : start,
                    asked == 0 ? Observation.NEVER : start + LoadSlice.LENGTH_NANOS - 1,
                    answers,
                    part(ended, quarter),
                    part(unmeasured, quarter),
                    part(refused, quarter),
                    part(unanswered, quarter),
                    part(results, quarter),
                    0,
                    0,
                    mean * answers,
                    answers == 0 ? 0 : responseMaxNanos,
                    answers == 0 ? Map.of() : Map.of(LogLinearScale.bin(mean), (int) answers),
                    Map.of(),
                    asked == 0 ? 0 : LoadSlice.MOST_CLIENTS);
        }

        private static long part(long total, int quarter) {
            return total * (quarter + 1) / SLICES_PER_SECOND - total * quarter / SLICES_PER_SECOND;
        }
    }

    private long replayExchanges(List<Integer> segments, SliceSink sink) throws SQLException {
        ExchangeReplay replay = new ExchangeReplay(sink);
        for (int i = 0; i < segments.size(); i++) {
            OptionalLong later = oldest(segments.subList(i + 1, segments.size()));
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT server, client, client_port, asked_nanos, first_answer_after_nanos, ended_after_nanos,"
                                    + " results, outcome FROM exchange_" + segments.get(i) + " ORDER BY asked_nanos")) {
                while (rows.next()) {
                    add(rows, replay);
                    replay.tellBefore(Math.min(rows.getLong(4), later.orElse(Long.MAX_VALUE)));
                }
            }
        }
        replay.finish();
        return replay.exchanges();
    }

    private void add(ResultSet row, ExchangeReplay replay) throws SQLException {
        Server server = servers.get(row.getInt(1));
        if (server == null) {
            return;
        }
        long asked = row.getLong(4);
        long firstAfter = row.getLong(5);
        long first = row.wasNull() ? Observation.NEVER : asked + firstAfter;
        Endpoint client = new Endpoint(client(row.getBytes(2)), row.getInt(3));
        replay.add(new ExchangeRow(
                server.endpoint(),
                server.protocol(),
                0,
                client,
                asked,
                first,
                asked + row.getLong(6),
                row.getInt(7),
                outcome(row.getInt(8))));
    }

    private static InetAddress client(byte[] bytes) throws SQLException {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new SQLException(bytes.length + " bytes are not an address", e);
        }
    }

    private static Outcome outcome(int code) {
        return switch (code) {
            case 0 -> Outcome.COMPLETED;
            case 1 -> Outcome.REFUSED;
            case 2 -> Outcome.UNANSWERED;
            default -> Outcome.UNMEASURED;
        };
    }

    @Override
    public void close() throws StateDatabaseException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new StateDatabaseException("the state database cannot be closed: " + Fault.reason(e), e);
        }
    }
}
