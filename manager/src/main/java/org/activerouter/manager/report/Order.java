package org.activerouter.manager.report;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.activerouter.analyzer.load.ClientSnapshot;
import org.activerouter.analyzer.load.ServerSnapshot;
import org.activerouter.capture.Endpoint;

/** The orders in which things are listed; the same input gives the same report. */
public final class Order {
    /** IPv4 before IPv6, each by its number, then by port. */
    static final Comparator<Endpoint> BY_ADDRESS =
            Comparator.comparing(Endpoint::address, Order::compareAddresses).thenComparingInt(Endpoint::port);

    private Order() {}

    private static int compareAddresses(InetAddress a, InetAddress b) {
        byte[] left = a.getAddress();
        byte[] right = b.getAddress();
        return left.length != right.length ? left.length - right.length : Arrays.compareUnsigned(left, right);
    }

    /** Those who are asked most come first. */
    static List<ServerSnapshot> mostAskedFirst(List<ServerSnapshot> servers) {
        return sorted(
                servers,
                Comparator.comparingLong(ServerSnapshot::queries)
                        .reversed()
                        .thenComparing(ServerSnapshot::server, BY_ADDRESS));
    }

    /** For programs, and where a row must not move. */
    public static List<ServerSnapshot> serversByAddress(List<ServerSnapshot> servers) {
        return sorted(servers, Comparator.comparing(ServerSnapshot::server, BY_ADDRESS));
    }

    /** For programs. */
    static List<ClientSnapshot> clientsByAddress(List<ClientSnapshot> clients) {
        return sorted(
                clients,
                Comparator.comparing(ClientSnapshot::server, BY_ADDRESS)
                        .thenComparing(ClientSnapshot::client, BY_ADDRESS));
    }

    /** Each server's clients, those who ask most first. */
    static Map<Endpoint, List<ClientSnapshot>> clientsByServer(List<ClientSnapshot> clients) {
        Map<Endpoint, List<ClientSnapshot>> byServer = new HashMap<>();
        Comparator<ClientSnapshot> mostFirst = Comparator.comparingLong(ClientSnapshot::queries)
                .reversed()
                .thenComparing(ClientSnapshot::client, BY_ADDRESS);
        for (ClientSnapshot client : sorted(clients, mostFirst)) {
            byServer.computeIfAbsent(client.server(), server -> new ArrayList<>())
                    .add(client);
        }
        return byServer;
    }

    private static <T> List<T> sorted(List<T> list, Comparator<T> order) {
        return list.stream().sorted(order).toList();
    }
}
