package org.activerouter.analyzer.history;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.analyzer.load.SecondAggregate;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.activerouter.capture.Endpoint;

/** Rows to hand in, and a plain look at what became of them. */
final class Rows {
    /** 2026-11-20 10:00:00 UTC. */
    static final long TEN_O_CLOCK = 1_795_168_800L;

    static final long NANOS = 1_000_000_000L;

    private Rows() {}

    static Endpoint endpoint(String address, int port) {
        try {
            return new Endpoint(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static Endpoint server(int number) {
        return endpoint("10.1." + (number >> 8) + "." + (number & 0xFF), 8888);
    }

    /** An exchange that was answered after 2 ms and complete after 5 ms. */
    static ExchangeRow exchange(Endpoint server, long sequence, long askedNanos) {
        return new ExchangeRow(
                server,
                "opennap",
                sequence,
                endpoint("192.0.2.7", 40_000),
                askedNanos,
                askedNanos + 2_000_000,
                askedNanos + 5_000_000,
                3,
                Outcome.COMPLETED);
    }

    /** A second with as many queries as said, each answered after 2 ms with 3 results. */
    static SecondAggregate second(Endpoint server, long epochSecond, long queries) {
        return new SecondAggregate(
                server,
                "opennap",
                epochSecond,
                queries,
                queries,
                queries,
                0,
                0,
                0,
                3 * queries,
                2_000_000 * queries,
                2_000_000 + epochSecond % 60);
    }

    static StateDatabaseSettings settings(Path file) {
        return settings(file, 4L << 30, 0);
    }

    static StateDatabaseSettings settings(Path file, long maxBytes, long reserveBytes) {
        return new StateDatabaseSettings(
                file,
                8_192,
                1_024,
                Duration.ofHours(6),
                Duration.ofDays(30),
                Duration.ofDays(365),
                maxBytes,
                reserveBytes,
                1_000,
                Duration.ofMillis(20));
    }

    /** The rows of a query in a database that nobody has open, each joined by blanks. */
    static List<String> query(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + file, "sa", "")) {
            return query(connection, sql);
        }
    }

    static List<String> query(Connection connection, String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                List<String> fields = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    fields.add(String.valueOf(rows.getString(i)));
                }
                lines.add(String.join(" ", fields));
            }
        }
        return lines;
    }

    static long number(Path file, String sql) throws SQLException {
        return Long.parseLong(query(file, sql).get(0));
    }
}
