package org.activerouter.analyzer.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A script that lies beside this class in the jar. */
record SqlScript(String name) {
    /** Executes its statements; a placeholder {@code {name}} is replaced. DDL commits what is open. */
    void run(Connection connection, String placeholder, String value) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text().replace("{" + placeholder + "}", value));
        }
    }

    /** Executes its statements. */
    void run(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text());
        }
    }

    private String text() {
        try (InputStream in = SqlScript.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program's jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
