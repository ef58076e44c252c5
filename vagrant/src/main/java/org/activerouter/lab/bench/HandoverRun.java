package org.activerouter.lab.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.activerouter.analyzer.Analysis;
import org.activerouter.analyzer.AnalysisSettings;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.analyzer.history.History;
import org.activerouter.analyzer.load.LoadLimits;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.source.CaptureFilter;
import org.activerouter.capture.source.FrameSources;
import org.activerouter.capture.source.LiveSource;
import org.activerouter.capture.tcp.TcpLimits;
import org.activerouter.proxy.HandedBack;
import org.activerouter.proxy.TakenOver;
import org.activerouter.proxy.relay.RelayLimits;
import org.activerouter.proxy.relay.RelayService;
import org.activerouter.proxy.takeover.HeldPackets;

/**
 * Capture, analysis and relay without anything that decides: {@code HandoverRun ADDRESS PORT INTERFACE}. Takes a server's
 * connections over at a line "take" and gives them back at "give", each with the hold around it, and says how long that took.
 */
public final class HandoverRun {
    private static final RelayLimits LIMITS =
            new RelayLimits(100_000, 100_000, 64 << 10, 64L << 20, Duration.ofHours(2), Duration.ofSeconds(10), 2);

    /** As many in a batch as the router moves at a time. */
    private static final int BATCH = 25;

    /** The packet queue that the rules name. */
    private static final int QUEUE = 1089;

    private final Endpoint server;
    private final HeldPackets packets;
    private final RelayService relay;
    private final Analysis analysis;

    private HandoverRun(Endpoint server, HeldPackets packets, RelayService relay, Analysis analysis) {
        this.server = server;
        this.packets = packets;
        this.relay = relay;
        this.analysis = analysis;
    }

    /** Entry point. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            System.err.println("usage: HandoverRun ADDRESS PORT INTERFACE");
            System.exit(64);
        }
        Endpoint server = new Endpoint(InetAddress.getByName(arguments[0]), Integer.parseInt(arguments[1]));
        Analysis analysis = new Analysis(new AnalysisSettings(
                Map.of(server.port(), "opennap"),
                false,
                TcpLimits.defaults(),
                LoadLimits.defaults(),
                History.NONE,
                List.of(),
                service -> {}));
        LiveSource source = FrameSources.interfaces(List.of(arguments[2]), CaptureFilter.ports(Set.of(server.port())));
        Thread.ofPlatform().daemon().name("analysis").start(() -> read(analysis, source));
        try (HeldPackets packets = HeldPackets.open(QUEUE);
                RelayService relay = new RelayService(LIMITS)) {
            System.out.println("serving " + relay.serve(server));
            new HandoverRun(server, packets, relay, analysis).obey();
        }
    }

    private static void read(Analysis analysis, LiveSource source) {
        try {
            analysis.run(source);
        } catch (CaptureException e) {
            throw new IllegalStateException("the capture ended", e);
        }
    }

    private void obey() throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            switch (line) {
                case "take" -> take();
                case "give" -> give();
                default -> System.out.println("take or give, not " + line);
            }
        }
    }

    private void take() throws Exception {
        relay.serve(server);
        // As the router does: nobody is held for a look.
        analysis.standing(server).get();
        packets.begin();
        hold("add");
        long began = System.nanoTime();
        List<StandingConnection> standing = analysis.standing(server).get();
        long known = System.nanoTime();
        List<TakenOver.Live> live = new ArrayList<>();
        Map<String, Integer> reasons = new TreeMap<>();
        for (int from = 0; from < standing.size(); from += BATCH) {
            TakenOver taken = relay.takeOver(
                    server, packets.catchUp(standing.subList(from, Math.min(from + BATCH, standing.size()))));
            packets.letGo();
            live.addAll(taken.live());
            taken.refused().forEach(each -> reasons.merge(each.why(), 1, Integer::sum));
        }
        hold("del");
        packets.letGo();
        long[] pauses =
                live.stream().mapToLong(each -> each.nanos() - began).sorted().toArray();
        System.out.printf(
                "taken %d refused %s known-ms %.1f pause-median-ms %.1f pause-max-ms %.1f%n",
                pauses.length,
                reasons,
                (known - began) / 1e6,
                pauses.length == 0 ? 0 : pauses[pauses.length / 2] / 1e6,
                pauses.length == 0 ? 0 : pauses[pauses.length - 1] / 1e6);
    }

    private void give() {
        long began = System.nanoTime();
        relay.retire(server);
        HandedBack handed = relay.handBack(server);
        Map<String, Integer> reasons = new TreeMap<>();
        handed.kept().forEach(each -> reasons.merge(each.why(), 1, Integer::sum));
        System.out.printf(
                "given %d kept %s ms %.1f%n", handed.back().size(), reasons, (System.nanoTime() - began) / 1e6);
    }

    /** The hold is a fail-safe of the kernel's: an entry goes by itself after two seconds. */
    private void hold(String verb) throws IOException, InterruptedException {
        String entry = server.address().getHostAddress() + ",tcp:" + server.port();
        int code = new ProcessBuilder("ipset", verb, "arhold", entry, "-exist")
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("ipset " + verb + " failed");
        }
    }
}
