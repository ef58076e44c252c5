package org.activerouter.analyzer.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.activerouter.capture.Endpoint;

/** The table of what was decided and done. Writer thread only. */
final class Journal {
    private static final int LONGEST_TEXT = 1_000;
    private static final int LONGEST_EVIDENCE = 10_000;

    private final Connection connection;
    private final int run;
    private final long most;

    /** @param most entries that there may be; the oldest go first */
    Journal(Connection connection, int run, long most) {
        this.connection = connection;
        this.run = run;
        this.most = most;
    }

    void write(List<JournalEntry> entries) throws SQLException {
        insert(entries);
        dropBeyondMost();
    }

    /** More than a batch at once, so that a smaller number than before is come to. */
    private void dropBeyondMost() throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM journal WHERE id <= (SELECT MAX(id) FROM journal) - ? FETCH FIRST 10000 ROWS ONLY")) {
            delete.setLong(1, most);
            delete.executeUpdate();
        }
    }

    private void insert(List<JournalEntry> entries) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO journal(run, nanos, address, port, kind, text, evidence) VALUES(?, ?, ?, ?, ?, ?, ?)")) {
            for (JournalEntry entry : entries) {
                bind(insert, entry);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void bind(PreparedStatement insert, JournalEntry entry) throws SQLException {
        Endpoint server = entry.server();
        insert.setInt(1, run);
        insert.setLong(2, entry.nanos());
        if (server == null) {
            insert.setNull(3, Types.VARCHAR);
            insert.setNull(4, Types.INTEGER);
        } else {
            insert.setString(3, server.address().getHostAddress());
            insert.setInt(4, server.port());
        }
        insert.setString(5, entry.kind());
        insert.setString(6, cut(entry.text(), LONGEST_TEXT));
        insert.setString(7, cut(entry.evidence(), LONGEST_EVIDENCE));
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    /** Removes a bounded number of entries older than that; true if there may be more. */
    boolean dropOlderThan(long nanos) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM journal WHERE nanos < ? FETCH FIRST 1000 ROWS ONLY")) {
            delete.setLong(1, nanos);
            return delete.executeUpdate() == 1_000;
        }
    }
}
