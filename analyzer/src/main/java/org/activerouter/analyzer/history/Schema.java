package org.activerouter.analyzer.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables' form and its number. Scripts are applied in order, each once; none is ever edited after a release. */
final class Schema {
    private static final List<SqlScript> SCRIPTS =
            List.of(new SqlScript("V001__state_database.sql"), new SqlScript("V002__journal.sql"));

    /** What was found in a database. */
    enum Found {
        /** No table at all. */
        NOTHING,
        /** Tables of this program, of this or an earlier form. */
        OURS
    }

    private Schema() {}

    /**
     * Looks whether the database can be used.
     *
     * @throws StateDatabaseException when its tables are of a later program, or of something else
     */
    static Found examine(Connection connection) throws SQLException, StateDatabaseException {
        boolean numbered = false;
        int tables = 0;
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC'")) {
            for (; found.next(); tables++) {
                numbered |= "SCHEMA_VERSION".equals(found.getString(1));
            }
        }
        if (tables > 0 && !numbered) {
            throw new StateDatabaseException("it is an H2 database of something else; name another file");
        }
        if (tables > 0) {
            refuseNewer(version(connection));
        }
        return tables == 0 ? Found.NOTHING : Found.OURS;
    }

    /** Applies the scripts that have not been applied yet. */
    static void bringUpToDate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS schema_version(version INTEGER PRIMARY KEY,"
                    + " script VARCHAR(100) NOT NULL,"
                    + " applied_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL)");
        }
        for (int version = version(connection) + 1; version <= SCRIPTS.size(); version++) {
            apply(connection, version);
        }
    }

    private static void apply(Connection connection, int version) throws SQLException {
        SqlScript script = SCRIPTS.get(version - 1);
        script.run(connection);
        try (PreparedStatement note =
                connection.prepareStatement("INSERT INTO schema_version(version, script) VALUES(?, ?)")) {
            note.setInt(1, version);
            note.setString(2, script.name());
            note.executeUpdate();
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet highest = statement.executeQuery("SELECT MAX(version) FROM schema_version")) {
            highest.next();
            return highest.getInt(1);
        }
    }

    private static void refuseNewer(int version) throws StateDatabaseException {
        if (version > SCRIPTS.size()) {
            throw new StateDatabaseException("it has schema version " + version + " and this program knows "
                    + SCRIPTS.size() + ": it was written by a newer one; use that, or name another file");
        }
    }
}
