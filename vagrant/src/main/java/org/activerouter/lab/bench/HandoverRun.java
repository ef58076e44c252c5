package org.activerouter.lab.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.activerouter.analyzer.Analysis;
import org.activerouter.analyzer.AnalysisSettings;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.analyzer.history.History;
import org.activerouter.analyzer.load.LoadLimits;
import org.activerouter.analyzer.load.SliceSink;
import org.activerouter.analyzer.protocol.Bystander;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.source.CaptureFilter;
import org.activerouter.capture.source.FrameSources;
import org.activerouter.capture.source.LiveSource;
import org.activerouter.capture.tcp.TcpLimits;
import org.activerouter.proxy.ActiveService;
import org.activerouter.proxy.BatchSize;
import org.activerouter.proxy.HandedBack;
import org.activerouter.proxy.Hold;
import org.activerouter.proxy.TakenOver;
import org.activerouter.proxy.opennap.OpenNapService;
import org.activerouter.proxy.opennap.cache.CacheSettings;
import org.activerouter.proxy.relay.RelayLimits;
import org.activerouter.proxy.relay.RelayService;
import org.activerouter.proxy.takeover.HeldPackets;

/**
 * Capture, analysis and a service without anything that decides: {@code HandoverRun ADDRESS PORT INTERFACE relay|cache-proxy}. Takes a server's
 * connections over at a line "take", or only those of one client at "take ADDRESS", and gives them back at "give", and says how long that took.
 */
public final class HandoverRun {
    private static final RelayLimits LIMITS =
            new RelayLimits(100_000, 100_000, 64 << 10, 64L << 20, Duration.ofHours(2), Duration.ofSeconds(10), 2);

    /** The packet queue and the sets that the rules name. */
    private static final int QUEUE = 1089;

    private static final HeldPackets.Names SETS = new HeldPackets.Names("arsrv", "arhold");

    /** As in the router: what is in doubt is tried again at once, and then later. */
    private static final int ROUNDS_AT_ONCE = 3;

    private static final long AT_ONCE_MILLIS = 10;
    private static final long LATER_MILLIS = 500;
    private static final int MOST_ROUNDS = 10;

    private final Set<FlowKey> ours = new HashSet<>();
    private final BatchSize size = new BatchSize();
    private final Endpoint server;
    private final HeldPackets packets;
    private final ActiveService service;
    private final Analysis analysis;

    private HandoverRun(Endpoint server, HeldPackets packets, ActiveService service, Analysis analysis) {
        this.server = server;
        this.packets = packets;
        this.service = service;
        this.analysis = analysis;
    }

    /** Entry point. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 4) {
            System.err.println("usage: HandoverRun ADDRESS PORT INTERFACE relay|cache-proxy");
            System.exit(64);
        }
        Endpoint server = new Endpoint(InetAddress.getByName(arguments[0]), Integer.parseInt(arguments[1]));
        if (arguments[3].equals("cache-proxy")) {
            OpenNapService service = new OpenNapService(LIMITS, CacheSettings.DEFAULTS);
            run(server, arguments[2], service, service.bystander());
        } else {
            run(server, arguments[2], new RelayService(LIMITS), Bystander.NONE);
        }
    }

    private static void run(Endpoint server, String device, ActiveService service, Bystander bystander)
            throws Exception {
        Analysis analysis = new Analysis(new AnalysisSettings(
                Map.of(server.port(), "opennap"),
                false,
                TcpLimits.defaults(),
                LoadLimits.defaults(),
                History.NONE,
                List.of(),
                learned -> {},
                SliceSink.NONE,
                bystander));
        LiveSource source = FrameSources.interfaces(List.of(device), CaptureFilter.ports(Set.of(server.port())));
        Thread.ofPlatform().daemon().name("analysis").start(() -> read(analysis, source));
        try (HeldPackets packets = HeldPackets.open(QUEUE, SETS);
                service) {
            System.out.println("serving " + service.serve(server));
            new HandoverRun(server, packets, service, analysis).obey();
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
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "take" -> take(words.length > 1 ? words[1] : "");
                case "give" -> give();
                default -> System.out.println("take or give, not " + line);
            }
        }
    }

    /** In as many rounds as it takes, as the router does: what the capture has just missed something of is moved later. */
    private void take(String client) throws Exception {
        service.serve(server);
        List<Long> pauses = new ArrayList<>();
        Map<String, Integer> reasons = new TreeMap<>();
        int rounds = 0;
        do {
            TimeUnit.MILLISECONDS.sleep(rounds == 0 ? 0 : rounds < ROUNDS_AT_ONCE ? AT_ONCE_MILLIS : LATER_MILLIS);
            reasons.clear();
            rounds++;
            // Nobody is held for a look.
            if (!direct(client).isEmpty()) {
                pauses.addAll(takeOnce(client, reasons));
            }
        } while (!reasons.isEmpty() && rounds < MOST_ROUNDS);
        pauses.sort(null);
        System.out.printf(
                "taken %d refused %s rounds %d pause-median-ms %.1f pause-max-ms %.1f%n",
                pauses.size(),
                reasons,
                rounds,
                pauses.isEmpty() ? 0 : pauses.get(pauses.size() / 2) / 1e6,
                pauses.isEmpty() ? 0 : pauses.getLast() / 1e6);
    }

    /** Of one client, or of all where its address is empty. */
    private List<StandingConnection> direct(String client) throws Exception {
        return analysis.standing(server).get().stream()
                .filter(each -> !ours.contains(each.facts().flow()))
                .filter(each -> client.isEmpty()
                        || client.equals(each.facts().flow().client().address().getHostAddress()))
                .toList();
    }

    /** How long each that was moved was held, in nanoseconds. */
    private List<Long> takeOnce(String client, Map<String, Integer> reasons) throws Exception {
        List<Long> pauses = new ArrayList<>();
        List<StandingConnection> standing = direct(client);
        for (int from = 0; from < standing.size(); ) {
            int to = Math.min(from + size.next(), standing.size());
            take(standing.subList(from, to), pauses, reasons);
            from = to;
        }
        return pauses;
    }

    private void take(List<StandingConnection> some, List<Long> pauses, Map<String, Integer> reasons) throws Exception {
        Batch batch = new Batch(some);
        try {
            TakenOver taken = service.takeOver(server, some, batch);
            size.took(taken.live().size(), System.nanoTime() - batch.drained);
            taken.live().forEach(each -> {
                pauses.add(each.nanos() - batch.began);
                ours.add(each.flow());
            });
            taken.refused().forEach(each -> reasons.merge(each.why(), 1, Integer::sum));
        } finally {
            packets.lift(batch.held);
        }
    }

    /** Held together. */
    private final class Batch implements Hold {
        private final Set<FlowKey> flows = new HashSet<>();
        private Set<Endpoint> held = Set.of();
        private long began;
        private long drained;

        Batch(List<StandingConnection> connections) {
            connections.forEach(each -> flows.add(each.facts().flow()));
        }

        @Override
        public List<StandingConnection> begin(Set<Endpoint> clients) throws IOException {
            held = clients;
            packets.hold(server, clients);
            began = System.nanoTime();
            List<StandingConnection> standing = analysis.standing(server, flows).join();
            drained = System.nanoTime();
            return packets.catchUp(standing);
        }
    }

    private void give() {
        long began = System.nanoTime();
        service.retire(server);
        HandedBack handed = service.handBack(server);
        // Behind a masquerading router a connection that is given back has another name than it was taken over by.
        if (handed.kept().isEmpty()) {
            ours.clear();
        }
        Map<String, Integer> reasons = new TreeMap<>();
        handed.kept().forEach(each -> reasons.merge(each.why(), 1, Integer::sum));
        System.out.printf(
                "given %d kept %s ms %.1f%n", handed.back().size(), reasons, (System.nanoTime() - began) / 1e6);
    }
}
