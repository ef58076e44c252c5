package org.activerouter.lab.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * The router's report of one server against its users' own.
 *
 * @param differences one sentence for each; none when they agree
 * @param summary what agrees, in a few sentences
 */
public record LiveAgreement(List<String> differences, List<String> summary) {
    /**
     * What the router may differ by in the median response time: the way from it to the clients and back. What the clients'
     * threads wake late by is added, because it is in their times and not in the router's.
     */
    private static final double ALLOWED_MILLIS = 1.0;

    /** Of long times this share where it is more: a histogram keeps a few digits only. */
    private static final double ALLOWED_SHARE = 0.01;

    /** Compares client by client, in all, and the median response time. */
    public static LiveAgreement of(RouterReport router, PeersReport peers) {
        List<String> differences = new ArrayList<>();
        for (JsonNode client : peers.clients()) {
            String address = client.get("address").asString();
            int port = client.get("port").asInt();
            compare(address + ":" + port, Counts.of(client), router.client(address, port), differences);
        }
        JsonNode server = router.server(peers.server(), peers.port());
        compare("all clients together", peers.total(), Counts.of(server), differences);
        double seen = server.path("responseTimeMillis").path("p50").asDouble(Double.NaN);
        double felt = peers.medianMillis();
        double allowed = Math.max(ALLOWED_MILLIS, felt * ALLOWED_SHARE) + peers.wokeLateMillis();
        if (!(Math.abs(seen - felt) <= allowed)) {
            differences.add(medians(felt, seen) + ": more than " + allowed + " ms apart");
        }
        return new LiveAgreement(List.copyOf(differences), summary(peers, felt, seen));
    }

    private static void compare(String who, Counts counted, Counts seen, List<String> differences) {
        if (!counted.equals(seen)) {
            differences.add(who + " counted " + counted + "; the router saw " + seen);
        }
    }

    private static List<String> summary(PeersReport peers, double felt, double seen) {
        return List.of(peers.clients().size() + " clients: " + peers.total(), medians(felt, seen));
    }

    private static String medians(double felt, double seen) {
        return String.format(
                Locale.ROOT, "median response time: %.3f ms for the clients, %.3f ms at the router", felt, seen);
    }

    /** Whether nothing differs. */
    public boolean agrees() {
        return differences.isEmpty();
    }
}
