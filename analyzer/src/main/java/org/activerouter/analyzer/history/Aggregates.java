package org.activerouter.analyzer.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.activerouter.analyzer.load.SecondAggregate;

/**
 * The tables {@code second_aggregate} and {@code minute_aggregate}. A minute grows in the same transaction in which its
 * seconds are written, so that the two agree after any end of the program. Writer thread only.
 */
final class Aggregates implements AutoCloseable {
    /** Rows removed in one step: some milliseconds. */
    private static final int STEP = 1_000;

    private static final long SECONDS_PER_MINUTE = 60;
    private static final int COUNTS = 8;

    private final ServerList servers;
    private final int run;
    private final PreparedStatement insertSecond;
    private final PreparedStatement addToMinute;
    private final PreparedStatement insertMinute;
    private final PreparedStatement countRows;
    private final Removal oldSeconds;
    private final Removal oldMinutes;

    private record Minute(int server, long epochMinute) {}

    Aggregates(Connection connection, ServerList servers, int run) throws SQLException {
        this.servers = servers;
        this.run = run;
        insertSecond =
                connection.prepareStatement("INSERT INTO second_aggregate(run, server, epoch_second, queries, answered,"
                        + " completed, refused, unanswered, unmeasured, results, response_sum_nanos, response_max_nanos)"
                        + " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        addToMinute = connection.prepareStatement("UPDATE minute_aggregate SET queries = queries + ?,"
                + " answered = answered + ?, completed = completed + ?, refused = refused + ?,"
                + " unanswered = unanswered + ?, unmeasured = unmeasured + ?, results = results + ?,"
                + " response_sum_nanos = response_sum_nanos + ?,"
                + " response_max_nanos = GREATEST(response_max_nanos, ?)"
                + " WHERE server = ? AND epoch_minute = ? AND run = ?");
        insertMinute = connection.prepareStatement("INSERT INTO minute_aggregate(queries, answered, completed, refused,"
                + " unanswered, unmeasured, results, response_sum_nanos, response_max_nanos, server, epoch_minute, run)"
                + " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        countRows = connection.prepareStatement(
                "SELECT (SELECT COUNT(*) FROM second_aggregate) + (SELECT COUNT(*) FROM minute_aggregate)");
        oldSeconds = new Removal(connection, "second_aggregate", "epoch_second");
        oldMinutes = new Removal(connection, "minute_aggregate", "epoch_minute");
    }

    /**
     * Adds seconds and lets their minutes grow; does not commit.
     *
     * @return how many belong to servers for which the server list had no room
     */
    int write(List<SecondAggregate> seconds) throws SQLException {
        Map<Minute, long[]> minutes = new LinkedHashMap<>();
        int homeless = 0;
        List<SecondAggregate> byServer = seconds.stream()
                .sorted(Comparator.comparingInt(second -> second.server().hashCode()))
                .toList();
        for (SecondAggregate second : byServer) {
            int server =
                    servers.idOf(second.server(), second.protocol(), TimeUnit.SECONDS.toNanos(second.epochSecond()));
            if (server == ServerList.NO_ROOM) {
                homeless++;
                continue;
            }
            long[] counts = counts(second);
            insert(server, second.epochSecond(), counts);
            Minute minute = new Minute(server, Math.floorDiv(second.epochSecond(), SECONDS_PER_MINUTE));
            minutes.merge(minute, counts, Aggregates::sum);
        }
        if (homeless < seconds.size()) {
            insertSecond.executeBatch();
            grow(minutes);
        }
        return homeless;
    }

    private static long[] counts(SecondAggregate second) {
        return new long[] {
            second.queries(),
            second.answered(),
            second.completed(),
            second.refused(),
            second.unanswered(),
            second.unmeasured(),
            second.results(),
            second.responseSumNanos(),
            second.responseMaxNanos()
        };
    }

    private static long[] sum(long[] a, long[] b) {
        long[] sum = new long[a.length];
        for (int i = 0; i < COUNTS; i++) {
            sum[i] = a[i] + b[i];
        }
        sum[COUNTS] = Math.max(a[COUNTS], b[COUNTS]);
        return sum;
    }

    private void insert(int server, long epochSecond, long[] counts) throws SQLException {
        insertSecond.setInt(1, run);
        insertSecond.setInt(2, server);
        insertSecond.setLong(3, epochSecond);
        for (int i = 0; i < counts.length; i++) {
            insertSecond.setLong(4 + i, counts[i]);
        }
        insertSecond.addBatch();
    }

    private void grow(Map<Minute, long[]> minutes) throws SQLException {
        for (Map.Entry<Minute, long[]> entry : minutes.entrySet()) {
            bind(addToMinute, entry.getKey(), entry.getValue());
            if (addToMinute.executeUpdate() == 0) {
                bind(insertMinute, entry.getKey(), entry.getValue());
                insertMinute.executeUpdate();
            }
        }
    }

    private void bind(PreparedStatement statement, Minute minute, long[] counts) throws SQLException {
        for (int i = 0; i < counts.length; i++) {
            statement.setLong(1 + i, counts[i]);
        }
        statement.setInt(counts.length + 1, minute.server());
        statement.setLong(counts.length + 2, minute.epochMinute());
        statement.setInt(counts.length + 3, run);
    }

    /** Rows in both tables. */
    long rows() throws SQLException {
        try (ResultSet count = countRows.executeQuery()) {
            count.next();
            return count.getLong(1);
        }
    }

    /** Removes some seconds and minutes that are older; true if there may be more. Does not commit. */
    boolean dropOlderThan(long epochSecond, long epochMinute) throws SQLException {
        boolean seconds = oldSeconds.olderThan(epochSecond);
        boolean minutes = oldMinutes.olderThan(epochMinute);
        return seconds || minutes;
    }

    /** Removes some of the oldest seconds or, without any, minutes; false if there is nothing left. Does not commit. */
    boolean dropOldest() throws SQLException {
        return oldSeconds.first() || oldMinutes.first();
    }

    @Override
    public void close() throws SQLException {
        insertSecond.close();
        addToMinute.close();
        insertMinute.close();
        countRows.close();
        oldSeconds.close();
        oldMinutes.close();
    }

    /** Removes rows of one table in the order in which they were written, which is nearly that of their time. */
    private static final class Removal implements AutoCloseable {
        private final PreparedStatement head;
        private final PreparedStatement delete;

        Removal(Connection connection, String table, String time) throws SQLException {
            head = connection.prepareStatement(
                    "SELECT id, " + time + " FROM " + table + " ORDER BY id FETCH FIRST ROW ONLY");
            delete = connection.prepareStatement(
                    "DELETE FROM " + table + " WHERE id BETWEEN ? AND ? AND " + time + " < ?");
        }

        boolean olderThan(long limit) throws SQLException {
            try (ResultSet oldest = head.executeQuery()) {
                return oldest.next() && oldest.getLong(2) < limit && delete(oldest.getLong(1), limit) == STEP;
            }
        }

        boolean first() throws SQLException {
            try (ResultSet oldest = head.executeQuery()) {
                return oldest.next() && delete(oldest.getLong(1), Long.MAX_VALUE) > 0;
            }
        }

        private int delete(long from, long limit) throws SQLException {
            delete.setLong(1, from);
            delete.setLong(2, from + STEP - 1);
            delete.setLong(3, limit);
            return delete.executeUpdate();
        }

        @Override
        public void close() throws SQLException {
            head.close();
            delete.close();
        }
    }
}
