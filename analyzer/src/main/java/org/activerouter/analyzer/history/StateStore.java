package org.activerouter.analyzer.history;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.activerouter.analyzer.learning.LearnedService;
import org.activerouter.analyzer.load.SecondAggregate;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One opened database: the writer's connection, the tables, and what is removed from them. After any exception it has to be
 * closed and opened anew, since its tables' counts are then not the database's. Writer thread only.
 */
final class StateStore implements AutoCloseable {
    /** The writer's and one for who reads. */
    private static final int CONNECTIONS = 2;

    static final String USER = "sa";
    static final String PASSWORD = "";

    /**
     * A write delay of 0 makes each commit hand its pages to the kernel, in the writer's own thread. With H2's usual half
     * second threads of its own do that while the writer goes on, and what they write is torn: after 10 of 80 kills a part
     * of a transaction was left, rows without index entries or the reverse; with 0 after none of 90. In batches as large as
     * the writer's it is no burden: 234,000 exchanges a second. The cache is small because the writer only appends.
     */
    private static final String OPTIONS =
            ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;CACHE_SIZE=8192;TRACE_LEVEL_FILE=0;LOCK_TIMEOUT=1000";

    /** Bytes a row takes, index included, as measured. */
    private static final long ROW_BYTES_IN_FILE = 60;

    private static final long ROW_BYTES_IN_MEMORY = 350;

    private static final long NOTHING_YET = Long.MIN_VALUE;

    /** Segments that a full database has. */
    private static final int SEGMENTS_BY_SIZE = 32;

    /** Segments that exchanges of the whole time span have; one more is kept than the time demands. */
    private static final int SEGMENTS_BY_AGE = 8;

    /** As long as what is decided usually is, with its evidence. */
    private static final long ENTRY_BYTES = 1_000;

    /** Part of the largest size that the journal may take; exchanges and aggregates are no room for it. */
    private static final int JOURNALS_BY_SIZE = 8;

    private static final long LARGEST_SEGMENT = 1_000_000;
    private static final long SMALLEST_SEGMENT = 1_000;

    /** Part of the largest size that live data may fill; the rest is for what H2 has not reclaimed yet. */
    private static final double FILL = 0.8;

    private static final Logger LOG = LoggerFactory.getLogger(StateStore.class);

    private final StateDatabaseSettings settings;
    private final HikariDataSource pool;
    private final Connection connection;
    private final ServerList servers;
    private final ExchangeSegments exchanges;
    private final Aggregates aggregates;
    private final Journal journal;
    private long newestNanos = NOTHING_YET;

    private StateStore(StateDatabaseSettings settings, HikariDataSource pool, Connection connection, Instant now)
            throws SQLException {
        this.settings = settings;
        this.pool = pool;
        this.connection = connection;
        int run = beginRun(connection, now);
        servers = new ServerList(connection, settings.maxServers());
        exchanges = new ExchangeSegments(
                connection,
                servers,
                run,
                fullSegment(settings),
                settings.keepExchanges().toNanos() / SEGMENTS_BY_AGE);
        aggregates = new Aggregates(connection, servers, run);
        journal = new Journal(connection, run, settings.maxBytes() / JOURNALS_BY_SIZE / ENTRY_BYTES);
        connection.commit();
    }

    /**
     * Opens or creates the database.
     *
     * @throws SQLException with H2's reason; {@link Fault} tells what it means
     * @throws StateDatabaseException when the file is not this program's to use
     */
    static StateStore open(StateDatabaseSettings settings, @Nullable DatabaseFile file, Instant now)
            throws SQLException, StateDatabaseException {
        boolean hadContent = file != null && file.size() > 0;
        String url = (file == null ? "jdbc:h2:mem:state-" + UUID.randomUUID() : file.url()) + OPTIONS;
        // The pool would try a database that cannot be opened again and again, and wrap the reason.
        try (Connection first = DriverManager.getConnection(url, USER, PASSWORD)) {
            Schema.Found found = Schema.examine(first);
            if (hadContent && found == Schema.Found.NOTHING) {
                throw new SQLException("no table is left in it", "", ErrorCode.FILE_CORRUPTED_1);
            }
            Schema.bringUpToDate(first);
            return open(settings, pool(url), now);
        }
    }

    private static StateStore open(StateDatabaseSettings settings, HikariDataSource pool, Instant now)
            throws SQLException {
        try {
            Connection connection = pool.getConnection();
            connection.setAutoCommit(false);
            return new StateStore(settings, pool, connection, now);
        } catch (SQLException | RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("state-database");
        config.setJdbcUrl(url);
        config.setUsername(USER);
        config.setPassword(PASSWORD);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    private static int beginRun(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO run(started_at) VALUES(?)", Statement.RETURN_GENERATED_KEYS)) {
            insert.setObject(1, now.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
            try (ResultSet id = insert.getGeneratedKeys()) {
                id.next();
                return id.getInt(1);
            }
        }
    }

    private static long fullSegment(StateDatabaseSettings settings) {
        return Math.clamp(
                settings.maxBytes() / rowBytes(settings) / SEGMENTS_BY_SIZE, SMALLEST_SEGMENT, LARGEST_SEGMENT);
    }

    private static long rowBytes(StateDatabaseSettings settings) {
        return settings.file() == null ? ROW_BYTES_IN_MEMORY : ROW_BYTES_IN_FILE;
    }

    /** A second way in, for who reads. */
    DataSource dataSource() {
        return pool;
    }

    /** Adds and commits; returns how many had no room in the server list. */
    int writeExchanges(List<ExchangeRow> rows) throws SQLException {
        for (ExchangeRow row : rows) {
            newestNanos = Math.max(newestNanos, row.endedNanos());
        }
        int homeless = exchanges.write(rows);
        connection.commit();
        return homeless;
    }

    /** Adds and commits; returns how many had no room in the server list. */
    int writeSeconds(List<SecondAggregate> seconds) throws SQLException {
        for (SecondAggregate second : seconds) {
            newestNanos = Math.max(newestNanos, TimeUnit.SECONDS.toNanos(second.epochSecond()));
        }
        int homeless = aggregates.write(seconds);
        connection.commit();
        return homeless;
    }

    /** Adds and commits. */
    void writeJournal(List<JournalEntry> entries) throws SQLException {
        journal.write(entries);
        connection.commit();
    }

    /** What earlier runs have learned. */
    List<LearnedService> readLearned() throws SQLException {
        return LearnedTable.read(connection);
    }

    /** Adds and commits. */
    void writeLearned(List<LearnedService> services) throws SQLException {
        try (PreparedStatement merge = connection.prepareStatement(
                "MERGE INTO learned_service(address, port, protocol, learned_nanos) KEY(address, port) VALUES(?, ?, ?, ?)")) {
            for (LearnedService service : services) {
                merge.setString(1, service.server().address().getHostAddress());
                merge.setInt(2, service.server().port());
                merge.setString(3, service.protocol());
                merge.setLong(4, service.nanos());
                merge.executeUpdate();
            }
        }
        connection.commit();
    }

    /**
     * One small step of removing what is too old. Age is counted from the newest time that was handed in, so that an old
     * capture is not too old at once; but not from one that lies in the future, which would empty the history.
     *
     * @return true if there is more to remove
     */
    boolean dropOld(Instant now) throws SQLException {
        if (newestNanos == NOTHING_YET) {
            return false;
        }
        long clock = clock(now);
        boolean more = exchanges.dropOlderThan(clock - settings.keepExchanges().toNanos());
        long second =
                TimeUnit.NANOSECONDS.toSeconds(clock - settings.keepSeconds().toNanos());
        long minute =
                TimeUnit.NANOSECONDS.toMinutes(clock - settings.keepMinutes().toNanos());
        more |= aggregates.dropOlderThan(second, minute);
        more |= journal.dropOlderThan(clock - settings.keepMinutes().toNanos());
        connection.commit();
        return more;
    }

    private long clock(Instant now) {
        return Math.min(newestNanos, TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano());
    }

    /** One small step of removing what is too much by the count of rows; true if there is still too much. */
    boolean dropBeyondSize() throws SQLException {
        return rows() * rowBytes(settings) > budget() && dropOldest();
    }

    /**
     * What need not be done often: writes when servers were last seen, forgets those that have left nothing behind, and
     * looks whether the file holds more than its rows promise, as it does when there are very many servers. H2 needs some
     * seconds to notice what was removed, so this may remove one step only.
     */
    void review(Instant now) throws SQLException {
        servers.writeLastSeen();
        if (newestNanos != NOTHING_YET) {
            servers.forgetBefore(clock(now) - settings.keepMinutes().toNanos());
        }
        connection.commit();
        if (settings.file() != null && liveBytes() > budget()) {
            dropOldest();
        }
    }

    private boolean dropOldest() throws SQLException {
        boolean dropped = exchanges.dropOldest() || aggregates.dropOldest();
        connection.commit();
        return dropped;
    }

    private long rows() throws SQLException {
        return exchanges.exchanges() + aggregates.rows();
    }

    private long budget() {
        return (long) (settings.maxBytes() * FILL);
    }

    /** Bytes of the file that hold data. The others are free, and H2 fills them before the file grows. */
    private long liveBytes() throws SQLException {
        long size = 0;
        long fillPercent = 100;
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT setting_name, setting_value FROM information_schema.settings"
                                + " WHERE setting_name IN ('info.FILE_SIZE', 'info.CHUNKS_FILL_RATE')")) {
            while (rows.next()) {
                if (rows.getString(1).endsWith("SIZE")) {
                    size = rows.getLong(2);
                } else {
                    fillPercent = rows.getLong(2);
                }
            }
        }
        return size / 100 * fillPercent;
    }

    /** Writes what is held back and lets the file go; of a database that has failed, only the latter succeeds. */
    @Override
    public void close() {
        try (pool;
                connection) {
            servers.writeLastSeen();
            exchanges.note();
            connection.commit();
        } catch (SQLException e) {
            LOG.debug("the last figures were not written; the next opening counts again", e);
        }
    }
}
