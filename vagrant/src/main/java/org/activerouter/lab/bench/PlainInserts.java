package org.activerouter.lab.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.activerouter.analyzer.history.ExchangeRow;

/** The same exchanges written with plain JDBC into one H2 table with an index on (server, time): what ours is held against. */
final class PlainInserts {
    private final Path file;
    private final int seconds;
    private final SyntheticExchanges exchanges;

    PlainInserts(Path file, int seconds, int servers, int rate) {
        this.file = file;
        this.seconds = seconds;
        exchanges = new SyntheticExchanges(servers, rate);
    }

    /** Batches of that size, each one transaction; 1 means a transaction per row. */
    void run(int batch) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + file, "sa", "")) {
            create(connection);
            connection.setAutoCommit(batch == 1);
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO exchange VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                Pace pace = new Pace(1);
                long written = 0;
                for (; pace.seconds() < seconds; written += batch) {
                    write(connection, insert, batch);
                }
                System.out.printf(
                        "  plain JDBC, %s, one thread: %,.0f exchanges/s%n",
                        batch == 1 ? "a row at a time" : "batches of " + batch, written / pace.seconds());
            }
        }
    }

    private static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE exchange(server VARCHAR(50) NOT NULL, sequence BIGINT NOT NULL,"
                            + " client VARBINARY(16) NOT NULL, client_port INTEGER NOT NULL, asked BIGINT NOT NULL,"
                            + " first_answer BIGINT, ended BIGINT NOT NULL, results INTEGER NOT NULL, outcome TINYINT NOT NULL)");
            statement.execute("CREATE INDEX exchange_server_time ON exchange(server, asked)");
        }
    }

    private void write(Connection connection, PreparedStatement insert, int batch) throws SQLException {
        for (int i = 0; i < batch; i++) {
            bind(insert, exchanges.next());
            insert.addBatch();
        }
        insert.executeBatch();
        if (batch > 1) {
            connection.commit();
        }
    }

    private static void bind(PreparedStatement insert, ExchangeRow row) throws SQLException {
        insert.setString(1, row.server().toString());
        insert.setLong(2, row.sequence());
        insert.setBytes(3, row.client().address().getAddress());
        insert.setInt(4, row.client().port());
        insert.setLong(5, row.askedNanos());
        insert.setLong(6, row.firstAnswerNanos());
        insert.setLong(7, row.endedNanos());
        insert.setInt(8, row.results());
        insert.setInt(9, 0);
    }
}
