package org.activerouter.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.activerouter.lab.agreement.CaptureTruth;
import org.activerouter.lab.agreement.Counts;
import org.activerouter.lab.agreement.GeneratedTruth;
import org.activerouter.lab.agreement.LiveAgreement;
import org.activerouter.lab.agreement.PeersReport;
import org.activerouter.lab.agreement.RouterReport;

/**
 * Says whether the router's counts are the true ones, and ends with 1 when they are not.
 *
 * <ul>
 *   <li>{@code Agreement live ROUTER.jsonl PEERS.json...}: against the users' own counts
 *   <li>{@code Agreement generated TRUTH.json ROUTER.json}: against the true counts of a generated capture, server by server
 *   <li>{@code Agreement captures README.md REPORTS}: reports {@code REPORTS/NAME.pcap.json} against the README's table
 * </ul>
 */
public final class Agreement {
    private Agreement() {}

    /** See the class. */
    public static void main(String[] arguments) throws IOException {
        String kind = arguments.length < 3 ? "" : arguments[0];
        boolean agrees = switch (kind) {
            case "live" -> live(arguments);
            case "generated" -> generated(Path.of(arguments[1]), Path.of(arguments[2]));
            case "captures" -> captures(Path.of(arguments[1]), Path.of(arguments[2]));
            default -> {
                System.err.println(
                        "usage: Agreement live ROUTER PEERS..., generated TRUTH ROUTER, or captures README REPORTS");
                System.exit(64);
                yield false;
            }
        };
        System.exit(agrees ? 0 : 1);
    }

    private static boolean live(String[] arguments) throws IOException {
        List<Path> peers = Arrays.stream(arguments).skip(2).map(Path::of).toList();
        LiveAgreement agreement = LiveAgreement.of(RouterReport.read(Path.of(arguments[1])), PeersReport.read(peers));
        agreement.summary().forEach(System.out::println);
        agreement.differences().forEach(System.out::println);
        System.out.println(agreement.agrees() ? "The router agrees with the clients." : "THE ROUTER DIFFERS.");
        return agreement.agrees();
    }

    private static boolean generated(Path truth, Path report) throws IOException {
        List<String> differences = GeneratedTruth.read(truth).differences(RouterReport.read(report));
        differences.forEach(System.out::println);
        return differences.isEmpty();
    }

    private static boolean captures(Path readme, Path reports) throws IOException {
        boolean all = true;
        for (Map.Entry<String, Counts> truth : CaptureTruth.read(readme).entrySet()) {
            RouterReport report = RouterReport.read(reports.resolve(truth.getKey() + ".json"));
            Counts seen = report.total();
            boolean agrees = seen.equals(truth.getValue());
            System.out.printf(
                    "%-18s %-50s %s%n",
                    truth.getKey(), seen, agrees ? "agrees" + opaque(report) : "DIFFERS: " + truth.getValue());
            all &= agrees;
        }
        return all;
    }

    private static String opaque(RouterReport report) {
        long flows = report.json().path("opaqueFlows").asLong(0);
        return flows == 0 ? "" : ", " + flows + " compressed session not readable";
    }
}
