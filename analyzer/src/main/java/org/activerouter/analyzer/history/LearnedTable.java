package org.activerouter.analyzer.history;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.activerouter.analyzer.learning.LearnedService;
import org.activerouter.analyzer.learning.LearnedServices;
import org.activerouter.capture.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What self-study found in earlier runs, read back. Belongs to whoever opens the database. */
final class LearnedTable {
    /** Anything else would be looked up as a name. */
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}|[0-9a-fA-F]{0,4}:[0-9a-fA-F:.]*");

    private static final int HIGHEST_PORT = 0xFFFF;
    private static final Logger LOG = LoggerFactory.getLogger(LearnedTable.class);

    private LearnedTable() {}

    /** The latest of them, as many as are followed at once, the oldest first. */
    static List<LearnedService> read(Connection connection) throws SQLException {
        List<LearnedService> services = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT address, port, protocol, learned_nanos FROM learned_service ORDER BY learned_nanos DESC LIMIT ?")) {
            select.setInt(1, LearnedServices.MAX_SERVICES);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    service(rows).ifPresent(services::add);
                }
            }
        }
        return services.reversed();
    }

    /** Other hands can write to the file: a row that makes no sense is passed over. */
    private static Optional<LearnedService> service(ResultSet row) throws SQLException {
        String address = row.getString(1);
        int port = row.getInt(2);
        try {
            if (ADDRESS.matcher(address).matches() && port > 0 && port <= HIGHEST_PORT) {
                Endpoint server = new Endpoint(InetAddress.getByName(address), port);
                return Optional.of(new LearnedService(server, row.getString(3), row.getLong(4)));
            }
        } catch (UnknownHostException e) {
            LOG.debug("an address in the table of learned services is none", e);
        }
        LOG.warn("a row in the table of learned services makes no sense and is passed over");
        return Optional.empty();
    }
}
