package org.activerouter.manager.netfilter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.activerouter.capture.Endpoint;

/**
 * The kernel's list of this machine's own TCP connections. A service connects to a server from its client's address and port, so these
 * connections look to the capture like the client's own. IPv4 only. Any thread.
 */
public final class LocalConnections {
    private static final String ESTABLISHED = "01";
    private static final String MAPPED = "0000000000000000FFFF0000";
    private static final int HEX = 16;
    private static final int BYTE = 8;

    private final List<Path> tables;

    /** Those of the network that this process is in. */
    public LocalConnections() {
        this(List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6")));
    }

    LocalConnections(List<Path> tables) {
        this.tables = List.copyOf(tables);
    }

    /** Our ends of the established connections with a server; none where the list cannot be read. */
    public Set<Endpoint> with(Endpoint server) {
        Set<Endpoint> ends = new HashSet<>();
        for (Path table : tables) {
            try (Stream<String> lines = Files.lines(table, StandardCharsets.US_ASCII)) {
                lines.skip(1).forEach(line -> add(line.strip().split("\\s+", 5), server, ends));
            } catch (IOException e) {
                // A kernel without IPv6 has no such table, and no such connections.
            }
        }
        return ends;
    }

    /** The fields: number, local end, remote end, state. */
    private static void add(String[] fields, Endpoint server, Set<Endpoint> ends) {
        if (fields.length > 3 && fields[3].equals(ESTABLISHED) && end(fields[2]).equals(Optional.of(server))) {
            end(fields[1]).ifPresent(ends::add);
        }
    }

    /** {@code 0100007F:22B8} is 127.0.0.1:8888: the address as the machine's own number, least byte first here. */
    static Optional<Endpoint> end(String text) {
        int colon = text.indexOf(':');
        String address = text.startsWith(MAPPED) ? text.substring(MAPPED.length(), colon) : text.substring(0, colon);
        if (address.length() != BYTE) {
            return Optional.empty();
        }
        int number = Integer.reverseBytes(Integer.parseUnsignedInt(address, HEX));
        byte[] raw = {(byte) (number >> 24), (byte) (number >> 16), (byte) (number >> BYTE), (byte) number};
        try {
            return Optional.of(
                    new Endpoint(InetAddress.getByAddress(raw), Integer.parseInt(text.substring(colon + 1), HEX)));
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are always an address", e);
        }
    }
}
