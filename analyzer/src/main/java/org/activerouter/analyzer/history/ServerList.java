package org.activerouter.analyzer.history;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.activerouter.capture.Endpoint;

/** The table {@code server}, with the ids of all servers at hand. Writer thread only. */
final class ServerList implements AutoCloseable {
    /** The id of a server for which there is no room. */
    static final int NO_ROOM = 0;

    private final int maxServers;
    private final Map<Key, Entry> entries = new HashMap<>();
    private final PreparedStatement insert;
    private final PreparedStatement seen;
    private final PreparedStatement delete;

    private record Key(Endpoint server, String protocol) {}

    private static final class Entry {
        final int id;
        long lastSeenNanos;
        boolean changed;

        Entry(int id, long lastSeenNanos) {
            this.id = id;
            this.lastSeenNanos = lastSeenNanos;
        }

        void seen(long nanos) {
            if (nanos > lastSeenNanos) {
                lastSeenNanos = nanos;
                changed = true;
            }
        }
    }

    ServerList(Connection connection, int maxServers) throws SQLException {
        this.maxServers = maxServers;
        insert = connection.prepareStatement(
                "INSERT INTO server(address, port, protocol, first_seen_nanos, last_seen_nanos) VALUES(?, ?, ?, ?, ?)",
                Statement.RETURN_GENERATED_KEYS);
        seen = connection.prepareStatement("UPDATE server SET last_seen_nanos = ? WHERE id = ?");
        delete = connection.prepareStatement("DELETE FROM server WHERE id = ?");
        load(connection);
    }

    private void load(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT address, port, protocol, id, last_seen_nanos FROM server")) {
            while (rows.next()) {
                Endpoint server = new Endpoint(address(rows.getString(1)), rows.getInt(2));
                entries.put(new Key(server, rows.getString(3)), new Entry(rows.getInt(4), rows.getLong(5)));
            }
        }
    }

    private static InetAddress address(String literal) throws SQLException {
        // Anything else would be looked up as a name.
        boolean isLiteral = literal.indexOf(':') >= 0 || literal.matches("[0-9.]+");
        try {
            if (isLiteral) {
                return InetAddress.getByName(literal);
            }
        } catch (UnknownHostException e) {
            throw new SQLException("the server list holds '" + literal + "', which is no address", e);
        }
        throw new SQLException("the server list holds '" + literal + "', which is no address");
    }

    /** The id of a server that was seen at that time; {@link #NO_ROOM} when the list is full. */
    int idOf(Endpoint server, String protocol, long nanos) throws SQLException {
        Key key = new Key(server, protocol);
        Entry entry = entries.get(key);
        if (entry == null) {
            if (entries.size() >= maxServers) {
                return NO_ROOM;
            }
            entry = new Entry(insert(key, nanos), nanos);
            entries.put(key, entry);
        }
        entry.seen(nanos);
        return entry.id;
    }

    private int insert(Key key, long nanos) throws SQLException {
        insert.setString(1, key.server().address().getHostAddress());
        insert.setInt(2, key.server().port());
        insert.setString(3, key.protocol());
        insert.setLong(4, nanos);
        insert.setLong(5, nanos);
        insert.executeUpdate();
        try (ResultSet id = insert.getGeneratedKeys()) {
            id.next();
            return id.getInt(1);
        }
    }

    /** Writes when servers were last seen. */
    void writeLastSeen() throws SQLException {
        int changed = 0;
        for (Entry entry : entries.values()) {
            if (entry.changed) {
                seen.setLong(1, entry.lastSeenNanos);
                seen.setInt(2, entry.id);
                seen.addBatch();
                entry.changed = false;
                changed++;
            }
        }
        if (changed > 0) {
            seen.executeBatch();
        }
    }

    /** Removes servers that were last seen before that time; their rows have to be gone by then. */
    void forgetBefore(long nanos) throws SQLException {
        for (Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (entry.lastSeenNanos < nanos) {
                delete.setInt(1, entry.id);
                delete.executeUpdate();
                all.remove();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        insert.close();
        seen.close();
        delete.close();
    }
}
