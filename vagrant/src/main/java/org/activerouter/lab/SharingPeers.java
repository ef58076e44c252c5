package org.activerouter.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.activerouter.lab.events.EventLog;
import org.activerouter.lab.library.Library;
import org.activerouter.lab.library.LibraryFile;
import org.activerouter.lab.sharing.SharingPeer;
import org.activerouter.lab.sharing.Timetable;

/**
 * Some of the paper's peers: those whose addresses are given, numbered from the first. All programs with the same seed and
 * groups have the same library, divided in the same way. Ends with 1 when a peer could not run its timetable.
 */
public final class SharingPeers {
    private final List<SharingPeer> peers = new ArrayList<>();

    private SharingPeers(Options options, EventLog log) throws IOException {
        long seed = options.number("seed");
        Library library = Library.ofThePaper(seed);
        List<Integer> groups = Arrays.stream(options.text("groups").split(",", -1))
                .map(Integer::valueOf)
                .toList();
        List<List<LibraryFile>> holdings = library.divide(groups, seed);
        SharingPeer.Plan plan = plan(options, library);
        String[] addresses = options.text("from").split(",", -1);
        for (int i = 0; i < addresses.length; i++) {
            int number = options.number("first") + i;
            Timetable timetable = Timetable.of(options.text("phases"), options.text("absences"), number + 1);
            InetAddress address = InetAddress.getByName(addresses[i]);
            peers.add(new SharingPeer(plan, timetable, number, address, holdings.get(number), log));
        }
    }

    /** See the class; an unknown option prints those there are. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = new Options(
                        "SharingPeers",
                        "server",
                        "127.0.0.1:8888",
                        "from",
                        "127.0.0.1",
                        "first",
                        "0",
                        "groups",
                        "7,6",
                        "phases",
                        "480:0.5",
                        "absences",
                        "",
                        "start-millis",
                        String.valueOf(System.currentTimeMillis()),
                        "fetch-share",
                        "0.1",
                        "reconnect-seconds",
                        "0.2",
                        "port",
                        "6699",
                        "seed",
                        "1",
                        "log",
                        "peers.csv")
                .read(arguments);
        boolean complete;
        try (EventLog log = new EventLog(Path.of(options.text("log")))) {
            complete = new SharingPeers(options, log).run();
        }
        System.exit(complete ? 0 : 1);
    }

    private static SharingPeer.Plan plan(Options options, Library library) throws IOException {
        String server = options.text("server");
        int colon = server.lastIndexOf(':');
        return new SharingPeer.Plan(
                new InetSocketAddress(
                        InetAddress.getByName(server.substring(0, colon)),
                        Integer.parseInt(server.substring(colon + 1))),
                library.keywords(),
                Long.parseLong(options.text("start-millis")),
                options.decimal("fetch-share"),
                options.decimal("reconnect-seconds"),
                options.number("port"),
                options.number("seed"));
    }

    private boolean run() throws InterruptedException {
        AtomicBoolean complete = new AtomicBoolean(true);
        List<Thread> threads = new ArrayList<>();
        for (SharingPeer peer : peers) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    peer.run();
                } catch (IOException | InterruptedException e) {
                    System.err.println(e);
                    complete.set(false);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return complete.get();
    }
}
