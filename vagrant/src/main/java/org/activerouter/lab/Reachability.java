package org.activerouter.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.activerouter.lab.nap.MessageType;
import org.activerouter.lab.nap.NapConnection;
import org.activerouter.lab.nap.NapMessage;

/**
 * A client that comes anew again and again: connects, asks one small thing, leaves. Each visit is written down with when it
 * began and how it ended, so that a pause in which a server could not be reached shows. Visits begin at fixed distances and do
 * not wait for each other.
 */
public final class Reachability {
    private static final int LONGEST_ANSWER = 4_096;
    private static final int PATIENCE_MILLIS = 10_000;

    private final InetSocketAddress server;
    private final InetAddress from;
    private final List<Map<String, Object>> visits = new ArrayList<>();

    private Reachability(Options options) throws IOException {
        String name = options.text("server");
        int colon = name.lastIndexOf(':');
        server = new InetSocketAddress(name.substring(0, colon), Integer.parseInt(name.substring(colon + 1)));
        from = InetAddress.getByName(options.text("from"));
    }

    /** See the class; an unknown option prints those there are. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = new Options(
                        "Reachability",
                        "server",
                        "127.0.0.1:8888",
                        "from",
                        "127.0.0.1",
                        "every-millis",
                        "5",
                        "seconds",
                        "5",
                        "report",
                        "")
                .read(arguments);
        Reachability client = new Reachability(options);
        System.out.println("visiting");
        client.run(options.number("every-millis"), options.decimal("seconds"));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("visits", client.visits);
        Report.write(options.text("report"), json);
    }

    private void run(int everyMillis, double seconds) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        long began = System.nanoTime();
        long due = began;
        while (due - began < seconds * 1e9) {
            threads.add(Thread.ofVirtual().start(this::visit));
            due += TimeUnit.MILLISECONDS.toNanos(everyMillis);
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void visit() {
        long epochMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        long began = System.nanoTime();
        String trouble = "";
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setSoLinger(true, 0);
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(server, PATIENCE_MILLIS);
            NapConnection connection = new NapConnection(socket, LONGEST_ANSWER);
            connection.write(new NapMessage(MessageType.NICK_CHECK, "visitor"));
            int type = connection.read().type();
            if (type != MessageType.NICK_FREE) {
                trouble = "answered with " + type;
            }
        } catch (IOException e) {
            trouble = e.toString();
        }
        add(epochMicros, System.nanoTime() - began, trouble);
    }

    private synchronized void add(long epochMicros, long nanos, String trouble) {
        Map<String, Object> visit = new LinkedHashMap<>();
        visit.put("beganEpochMillis", epochMicros / 1e3);
        visit.put("tookMillis", nanos / 1e6);
        visit.put("trouble", trouble);
        visits.add(visit);
    }
}
