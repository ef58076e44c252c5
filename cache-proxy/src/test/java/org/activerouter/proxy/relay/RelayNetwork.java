package org.activerouter.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.Door;
import org.activerouter.proxy.takeover.HeldPackets;

/** A client, a router with the rules of the redirect, and a server, each in a namespace. Needs root; fails without. */
public final class RelayNetwork {
    public static final int PATIENCE_MILLIS = 10_000;

    /** As in the rules. */
    static final HeldPackets.Names SETS = new HeldPackets.Names("arsrv", "arhold");

    private static final Path RULES = Path.of("").toAbsolutePath().resolveSibling("netfilter-scripts");

    private final Map<Endpoint, Door> doors = new LinkedHashMap<>();
    private final Set<Endpoint> reached = new LinkedHashSet<>();
    /** Below those that kernels and the relay choose, and that tests name. */
    private final AtomicInteger nextPort = new AtomicInteger(10_000);

    private final String prefix = "rl" + ProcessHandle.current().pid();
    public final Namespace client;
    public final Namespace router;
    public final Namespace server;

    public RelayNetwork() throws Exception {
        script("down");
        script("up");
        client = new Namespace(prefix + "c");
        router = new Namespace(prefix + "r");
        server = new Namespace(prefix + "s");
        run(router, RULES.resolve("up").toString(), "--clients", "cli");
    }

    /** Redirects the new clients of a server to a door, and those of the servers before as they were. */
    public void redirect(Endpoint server, Door door) throws Exception {
        doors.put(server, door);
        apply();
    }

    /** Redirects the new clients of a server no longer. */
    public void release(Endpoint server) throws Exception {
        doors.remove(server);
        apply();
    }

    /** Lets connections of ours find this server as well, which is not redirected for that. */
    public void reach(Endpoint server) throws Exception {
        reached.add(server);
        apply();
    }

    private void apply() throws IOException, InterruptedException {
        Path wanted = Files.createTempFile("wanted", null);
        for (Endpoint each : reached) {
            if (!doors.containsKey(each)) {
                Files.writeString(wanted, "sessions " + each + "\n", StandardOpenOption.APPEND);
            }
        }
        for (Map.Entry<Endpoint, Door> each : doors.entrySet()) {
            Files.writeString(wanted, line(each.getKey(), each.getValue()), StandardOpenOption.APPEND);
        }
        complete(inNode(router, RULES.resolve("apply").toString(), "--lease", "0")
                .redirectInput(wanted.toFile()));
        Files.delete(wanted);
    }

    private static String line(Endpoint server, Door door) {
        return "redirect " + server + (door.guarded() ? "" : " to " + door.listeningPort()) + "\n";
    }

    public ServerSocket listen(Endpoint at) throws Exception {
        return server.call(() -> {
            ServerSocket listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(at.address(), at.port()), 1000);
            listener.setSoTimeout(PATIENCE_MILLIS);
            return listener;
        });
    }

    /**
     * From a port that no connection of this network had before: the socket of a taken-over session that has ended stays in the router
     * for a second or two, and the kernel forwards nothing between the same two ends until then.
     */
    public Socket connect(Endpoint to) throws Exception {
        return connect("10.82.2.2", nextPort.getAndIncrement(), to);
    }

    /**
     * From a port that a connection to the same server had, whose end this client may have begun: then its own kernel allows the port
     * again only when its clock of time stamps, in seconds, has moved.
     */
    Socket connectAgain(String from, int port, Endpoint to) throws Exception {
        run(client, "sysctl", "-qw", "net.ipv4.tcp_tw_reuse=1");
        TimeUnit.MILLISECONDS.sleep(1100);
        return connect(from, port, to);
    }

    public Socket connect(String from, int port, Endpoint to) throws Exception {
        return client.call(() -> {
            Socket socket = new Socket();
            socket.setReuseAddress(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.bind(new InetSocketAddress(from, port));
            socket.connect(new InetSocketAddress(to.address(), to.port()), PATIENCE_MILLIS);
            return socket;
        });
    }

    /** Runs a command in a node to its good end. */
    void run(Namespace node, String... words) throws IOException, InterruptedException {
        complete(inNode(node, words));
    }

    /** A command in a node, not started yet. */
    public static ProcessBuilder inNode(Namespace node, String... words) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", node.name()));
        all.addAll(List.of(words));
        return new ProcessBuilder(all).redirectInput(new File("/dev/null"));
    }

    public static Endpoint endpoint(String address, int port) throws IOException {
        return new Endpoint(InetAddress.getByName(address), port);
    }

    public static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for " + what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private void script(String verb) throws Exception {
        Path script = Path.of(RelayNetwork.class.getResource("network.sh").toURI());
        complete(new ProcessBuilder("bash", script.toString(), verb, prefix).redirectInput(new File("/dev/null")));
    }

    private static void complete(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", builder.command(), said).isZero();
    }

    public void close() throws Exception {
        client.close();
        router.close();
        server.close();
        script("down");
    }
}
