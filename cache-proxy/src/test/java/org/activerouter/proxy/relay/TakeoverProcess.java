package org.activerouter.proxy.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.takeover.Conntrack;
import org.activerouter.proxy.takeover.Replacement;

/** A takeover that can be killed: a process of its own, which goes on at each line that it reads. */
final class TakeoverProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;

    private TakeoverProcess(Process process) {
        this.process = process;
        this.said = process.inputReader();
    }

    /** Watches; at a line makes the sockets of all connections; at a second one takes their places. */
    public static void main(String[] arguments) throws Exception {
        Endpoint server = RelayNetwork.endpoint(arguments[0], Integer.parseInt(arguments[1]));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try (Watch watch = Watch.on(Executors.defaultThreadFactory(), "srv", server.port());
                RelayService service = new RelayService(RelayLimits.defaults())) {
            service.serve(server);
            System.out.println("watching");
            lines.readLine();
            List<StandingConnection> standing = watch.standing(server);
            if (arguments[2].equals("prepare")) {
                List<Replacement> kept = prepare(standing);
                System.out.println("done " + kept.size());
            } else {
                System.out.println("done "
                        + service.takeOver(server, standing, clients -> standing)
                                .live()
                                .size());
            }
            lines.readLine();
        }
    }

    private static List<Replacement> prepare(List<StandingConnection> standing) throws IOException {
        List<Replacement> prepared = new ArrayList<>();
        try (Conntrack conntrack = Conntrack.open()) {
            for (StandingConnection each : standing) {
                Replacement replacement = Replacement.prepare(each.facts(), conntrack);
                replacement.stand(each.facts());
                prepared.add(replacement);
            }
        }
        return prepared;
    }

    /** Starts one that only makes the sockets ("prepare"), or takes over ("live"); returns when it watches. */
    static TakeoverProcess start(Namespace node, Endpoint server, String mode) throws IOException {
        Process process = RelayNetwork.inNode(
                        node,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TakeoverProcess.class.getName(),
                        server.address().getHostAddress(),
                        Integer.toString(server.port()),
                        mode)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        TakeoverProcess started = new TakeoverProcess(process);
        started.await("watching");
        return started;
    }

    /** Lets it go on; returns the number that it says. */
    int goOn() throws IOException {
        process.outputWriter().write("\n");
        process.outputWriter().flush();
        return Integer.parseInt(await("done ").substring("done ".length()));
    }

    private String await(String beginning) throws IOException {
        String line = said.readLine();
        while (line != null && !line.startsWith(beginning)) {
            line = said.readLine();
        }
        if (line == null) {
            throw new IOException("it did not say " + beginning);
        }
        return line;
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
