package org.activerouter.analyzer.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The query/response timestamp table (paper, section 5.1), kept as a row of tables, the segments, under one view. Writer
 * thread only.
 *
 * <p>Why not one table: with rows deleted one by one at the rate at which they come, 133,000 exchanges a second was all that
 * two cores gave, and 1.3 of them were busy at 100,000; with segments that are dropped whole it is 252,000 and 0.8. And the
 * index (server, time) of one segment stays small: with 10,000 servers every write to it dirties another page, and in one
 * large table nearly the whole index was written anew each time.
 */
final class ExchangeSegments implements AutoCloseable {
    private static final SqlScript SEGMENT = new SqlScript("exchange_segment.sql");
    private static final SqlScript VIEW = new SqlScript("exchange_view.sql");

    /** Above this many, a segment is only begun when the last one is full: a clock that jumps must not make thousands. */
    private static final int MANY_SEGMENTS = 128;

    private final Connection connection;
    private final ServerList servers;
    private final int run;
    private final long fullSegment;
    private final long longestSpanNanos;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private @Nullable PreparedStatement insert;
    private long exchanges;

    private static final class Segment {
        final int id;
        long exchanges;
        long oldestNanos = Long.MAX_VALUE;
        long newestNanos = Long.MIN_VALUE;

        Segment(int id) {
            this.id = id;
        }

        String table() {
            return "exchange_" + id;
        }

        void add(long askedNanos) {
            exchanges++;
            oldestNanos = Math.min(oldestNanos, askedNanos);
            newestNanos = Math.max(newestNanos, askedNanos);
        }

        boolean spans(long nanos) {
            return exchanges > 0 && newestNanos - oldestNanos >= nanos;
        }
    }

    /**
     * Goes on with the last segment that is there.
     *
     * @param fullSegment exchanges in a full segment
     * @param longestSpanNanos between the oldest and the newest exchange of one
     */
    ExchangeSegments(Connection connection, ServerList servers, int run, long fullSegment, long longestSpanNanos)
            throws SQLException {
        this.connection = connection;
        this.servers = servers;
        this.run = run;
        this.fullSegment = fullSegment;
        this.longestSpanNanos = longestSpanNanos;
        load();
        if (segments.isEmpty()) {
            begin(1);
        } else {
            open();
        }
    }

    private void load() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT id, exchanges, oldest_nanos, newest_nanos FROM segment ORDER BY id")) {
            while (rows.next()) {
                Segment segment = new Segment(rows.getInt(1));
                segment.exchanges = rows.getLong(2);
                segment.oldestNanos = rows.getLong(3);
                segment.newestNanos = rows.getLong(4);
                segments.add(segment);
            }
        }
        for (Segment segment : segments) {
            SEGMENT.run(connection, "id", Integer.toString(segment.id));
            recount(segment);
            exchanges += segment.exchanges;
        }
    }

    /** After a kill the figures of the segment that was being filled are old; only then is it read through. */
    private void recount(Segment segment) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (count(statement, segment) == segment.exchanges) {
                return;
            }
            try (ResultSet found = statement.executeQuery(
                    "SELECT COUNT(*), MIN(asked_nanos), MAX(asked_nanos) FROM " + segment.table())) {
                found.next();
                segment.exchanges = found.getLong(1);
                segment.oldestNanos = found.getLong(2);
                segment.newestNanos = found.getLong(3);
            }
        }
    }

    private static long count(Statement statement, Segment segment) throws SQLException {
        try (ResultSet found = statement.executeQuery("SELECT COUNT(*) FROM " + segment.table())) {
            found.next();
            return found.getLong(1);
        }
    }

    /** Exchanges in all segments. */
    long exchanges() {
        return exchanges;
    }

    /**
     * Adds exchanges; does not commit.
     *
     * @return how many belong to servers for which the server list had no room
     */
    int write(List<ExchangeRow> rows) throws SQLException {
        beginIfDue();
        Segment segment = segments.getLast();
        PreparedStatement statement = statement();
        int homeless = 0;
        for (long place : byServer(rows)) {
            int server = (int) (place >>> Integer.SIZE);
            if (server == ServerList.NO_ROOM) {
                homeless++;
                continue;
            }
            ExchangeRow row = rows.get((int) place);
            bind(statement, server, row);
            statement.addBatch();
            segment.add(row.askedNanos());
        }
        if (homeless < rows.size()) {
            statement.executeBatch();
        }
        exchanges += rows.size() - homeless;
        return homeless;
    }

    /** Server id and index of each row, sorted: the index on (server, time) is then walked once per batch. */
    private long[] byServer(List<ExchangeRow> rows) throws SQLException {
        long[] places = new long[rows.size()];
        for (int i = 0; i < places.length; i++) {
            ExchangeRow row = rows.get(i);
            long server = servers.idOf(row.server(), row.protocol(), row.endedNanos());
            places[i] = server << Integer.SIZE | i;
        }
        Arrays.sort(places);
        return places;
    }

    private void bind(PreparedStatement statement, int server, ExchangeRow row) throws SQLException {
        statement.setInt(1, run);
        statement.setInt(2, server);
        statement.setLong(3, row.sequence());
        statement.setBytes(4, row.client().address().getAddress());
        statement.setInt(5, row.client().port());
        statement.setLong(6, row.askedNanos());
        if (row.firstAnswerNanos() == Observation.NEVER) {
            statement.setNull(7, Types.BIGINT);
        } else {
            statement.setLong(7, row.firstAnswerNanos() - row.askedNanos());
        }
        statement.setLong(8, row.endedNanos() - row.askedNanos());
        statement.setInt(9, row.results());
        statement.setInt(10, code(row.outcome()));
    }

    /** The codes are part of the file's form (the view reads them), the order of the enum is not. */
    private static int code(Outcome outcome) {
        return switch (outcome) {
            case COMPLETED -> 0;
            case REFUSED -> 1;
            case UNANSWERED -> 2;
            case UNMEASURED -> 3;
        };
    }

    private void beginIfDue() throws SQLException {
        Segment last = segments.getLast();
        boolean full = last.exchanges >= fullSegment;
        if (full || (last.spans(longestSpanNanos) && segments.size() < MANY_SEGMENTS)) {
            note();
            begin(last.id + 1);
        }
    }

    private void begin(int id) throws SQLException {
        Segment segment = new Segment(id);
        try (PreparedStatement row = connection.prepareStatement("INSERT INTO segment VALUES(?, 0, 0, 0)")) {
            row.setInt(1, id);
            row.executeUpdate();
        }
        SEGMENT.run(connection, "id", Integer.toString(id));
        segments.add(segment);
        open();
    }

    private void open() throws SQLException {
        replaceView();
        close();
        insert = connection.prepareStatement(
                "INSERT INTO " + segments.getLast().table() + " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    private void replaceView() throws SQLException {
        VIEW.run(
                connection,
                "parts",
                segments.stream()
                        .map(segment -> "SELECT * FROM " + segment.table())
                        .collect(Collectors.joining(" UNION ALL ")));
    }

    /** Removes the oldest segment when all its exchanges are older than that; the one being filled stays. */
    boolean dropOlderThan(long nanos) throws SQLException {
        Segment oldest = segments.getFirst();
        return oldest.newestNanos < nanos && dropOldest();
    }

    /** Removes the oldest segment; the one being filled stays. */
    boolean dropOldest() throws SQLException {
        if (segments.size() == 1) {
            return false;
        }
        Segment oldest = segments.removeFirst();
        replaceView();
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + oldest.table());
            statement.executeUpdate("DELETE FROM segment WHERE id = " + oldest.id);
        }
        connection.commit();
        exchanges -= oldest.exchanges;
        return true;
    }

    /** Writes the figures of the segment being filled; does not commit. */
    void note() throws SQLException {
        Segment last = segments.getLast();
        try (PreparedStatement row = connection.prepareStatement(
                "UPDATE segment SET exchanges = ?, oldest_nanos = ?, newest_nanos = ? WHERE id = ?")) {
            row.setLong(1, last.exchanges);
            row.setLong(2, last.exchanges == 0 ? 0 : last.oldestNanos);
            row.setLong(3, last.exchanges == 0 ? 0 : last.newestNanos);
            row.setInt(4, last.id);
            row.executeUpdate();
        }
    }

    private PreparedStatement statement() {
        if (insert == null) {
            throw new IllegalStateException("no segment is open");
        }
        return insert;
    }

    @Override
    public void close() throws SQLException {
        if (insert != null) {
            insert.close();
        }
    }
}
