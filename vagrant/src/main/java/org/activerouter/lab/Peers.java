package org.activerouter.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import org.activerouter.lab.peers.Peer;
import org.activerouter.lab.peers.Plan;
import org.activerouter.lab.peers.Tally;

/**
 * Users of a directory server, at given source addresses: prints the totals that they counted themselves, and writes all
 * counts and response times to a report. Ends with 1 when a user could not run its plan. A line "leave" on the standard input ends the
 * plan of all.
 */
public final class Peers {
    private static final List<String> KEYWORDS = List.of(
            "madonna", "prince", "mozart", "bach", "jazz", "blues", "love", "night", "rain", "sun", "dance", "live",
            "remix", "piano", "guitar", "violin", "summer", "winter", "dream", "river", "ocean", "fire", "gold",
            "silver", "heart", "angel", "road", "train", "city", "moon");

    private final Plan plan;
    private final List<Peer> peers = new ArrayList<>();

    /** When all had shared and searching began, milliseconds since 1970. */
    private final AtomicLong began = new AtomicLong();

    private Peers(Plan plan, List<String> addresses, int perAddress, String nick) throws IOException {
        this.plan = plan;
        CyclicBarrier together =
                new CyclicBarrier(addresses.size() * perAddress, () -> began.set(System.currentTimeMillis()));
        for (String address : addresses) {
            for (int i = 0; i < perAddress; i++) {
                int number = peers.size();
                peers.add(new Peer(plan, number, nick + number, InetAddress.getByName(address), together));
            }
        }
    }

    /** See the class; an unknown option prints those there are. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = new Options(
                        "Peers",
                        "server",
                        "127.0.0.1:8888",
                        "from",
                        "127.0.0.1",
                        "per-address",
                        "1",
                        "nick",
                        "peer",
                        "shares",
                        "20",
                        "searches",
                        "0",
                        "seconds",
                        "0",
                        "visit",
                        "0",
                        "rate",
                        "0",
                        "keywords",
                        "",
                        "seed",
                        "1",
                        "report",
                        "")
                .read(arguments);
        List<String> addresses = List.of(options.text("from").split(","));
        Peers peers = new Peers(plan(options), addresses, options.number("per-address"), options.text("nick"));
        Thread.ofPlatform().daemon().start(peers::obey);
        boolean complete = peers.run();
        peers.report(options);
        System.exit(complete ? 0 : 1);
    }

    private static Plan plan(Options options) throws IOException {
        String server = options.text("server");
        int colon = server.lastIndexOf(':');
        return new Plan(
                new InetSocketAddress(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1))),
                options.number("shares"),
                options.number("searches"),
                options.decimal("seconds"),
                options.number("visit"),
                options.decimal("rate"),
                options.isSet("keywords") ? Files.readAllLines(Path.of(options.text("keywords"))) : KEYWORDS,
                options.number("seed"));
    }

    private void obey() {
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))
                .lines()
                .filter("leave"::equals)
                .forEach(line -> peers.forEach(Peer::leave));
    }

    private boolean run() throws InterruptedException {
        List<Peer> completed = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (Peer peer : peers) {
            threads.add(Thread.ofPlatform().start(() -> {
                if (run(peer)) {
                    synchronized (completed) {
                        completed.add(peer);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return completed.size() == peers.size();
    }

    private static boolean run(Peer peer) {
        try {
            return peer.run();
        } catch (InterruptedException | BrokenBarrierException e) {
            System.err.println(e);
            return false;
        }
    }

    private void report(Options options) {
        List<Tally> tallies =
                peers.stream().flatMap(peer -> peer.tallies().stream()).toList();
        Map<String, Object> totals = Tally.totals(tallies);
        totals.forEach((name, value) -> System.out.println(name + ": " + value));
        if (options.isSet("report")) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("server", plan.server().getAddress().getHostAddress());
            json.put("port", plan.server().getPort());
            json.put("beganEpochMillis", began.get());
            json.putAll(totals);
            json.put("clients", tallies.stream().map(Tally::asJson).toList());
            Report.write(options.text("report"), json);
        }
    }
}
