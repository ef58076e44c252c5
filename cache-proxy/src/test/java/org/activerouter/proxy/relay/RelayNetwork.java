package org.activerouter.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.activerouter.capture.Endpoint;

/** A client, a router with the rules of the redirect, and a server, each in a namespace. Needs root; fails without. */
public final class RelayNetwork {
    public static final int PATIENCE_MILLIS = 10_000;

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
    }

    /** Redirects the new clients of a server, or no longer. */
    public void redirect(Endpoint server, boolean on) throws Exception {
        script("lease", server.toString(), on ? "on" : "off");
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

    public Socket connect(Endpoint to) throws Exception {
        return connect("10.82.2.2", 0, to);
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
        String[] all = new String[words.length + 4];
        System.arraycopy(new String[] {"ip", "netns", "exec", node.name()}, 0, all, 0, 4);
        System.arraycopy(words, 0, all, 4, words.length);
        complete(new ProcessBuilder(all));
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

    private void script(String verb, String... rest) throws Exception {
        Path script = Path.of(RelayNetwork.class.getResource("network.sh").toURI());
        String[] all = new String[rest.length + 4];
        System.arraycopy(new String[] {"bash", script.toString(), verb, prefix}, 0, all, 0, 4);
        System.arraycopy(rest, 0, all, 4, rest.length);
        complete(new ProcessBuilder(all));
    }

    private static void complete(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
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
