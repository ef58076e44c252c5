package org.activerouter.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The two subnets of {@code vagrant/lab up} under a prefix of their own, and the processes that a test starts in them; all
 * ends with {@link #tearDown}. Without root, or without the image, a test fails: it must not look as if it had run.
 */
final class LabNetwork {
    static final String SERVER = "10.81.1.10";
    static final int PORT = 8888;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path VAGRANT = Path.of("").toAbsolutePath();
    private static final Path IMAGE = VAGRANT.resolveSibling("manager/target/active-router");

    private final String prefix = "it" + ProcessHandle.current().pid() + "-";
    private final Path folder;
    private final Deque<Process> started = new ArrayDeque<>();

    LabNetwork(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        assertThat(output(command("id", "-u")).strip())
                .as("user id: network namespaces and raw sockets need root")
                .isEqualTo("0");
        assertThat(IMAGE.resolve("bin/active-router"))
                .as("the image, which mvn package leaves in manager")
                .isExecutable();
        lab("up");
    }

    /** Starts a command in a node; its output goes to NAME.log and NAME.err. */
    Process start(String node, String name, List<String> words) throws IOException {
        return start(name, command(inNode(node, words)));
    }

    /** One that is told something on its standard input. */
    private Process startListening(String node, String name, List<String> words) throws IOException {
        return start(name, command(inNode(node, words)).redirectInput(ProcessBuilder.Redirect.PIPE));
    }

    private Process start(String name, ProcessBuilder builder) throws IOException {
        Process process = builder.redirectOutput(log(name).toFile())
                .redirectError(folder.resolve(name + ".err").toFile())
                .start();
        started.push(process);
        return process;
    }

    Path log(String name) {
        return folder.resolve(name + ".log");
    }

    /** Runs a command in a node to its end, which must be a good one, and gives what it printed. */
    String run(String node, String... words) throws IOException, InterruptedException {
        return output(command(inNode(node, List.of(words))));
    }

    /** A directory server; its report is server-NODE.json once it has ended. */
    Process startServer(String node, int serviceMicros) throws IOException, InterruptedException {
        String name = "server-" + node;
        Process server = start(
                node,
                name,
                program(
                        "DirectoryServer",
                        "--port",
                        "" + PORT,
                        "--service-micros",
                        "" + serviceMicros,
                        "--report",
                        report(name).toString()));
        await("the server in " + node, () -> contains(log(name), "listening"));
        return server;
    }

    /** Observes interfaces of a node; returns when the kernel gives it packets. */
    Process startObserver(String node, String name, String... interfaces) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(activeRouter(), "observe"));
        for (String each : interfaces) {
            words.addAll(List.of("-i", each));
        }
        words.addAll(List.of("--json", "--interval", "0.2"));
        int before = packetSockets(node);
        Process observer = start(node, name, words);
        await(name + " in " + node, () -> packetSockets(node) >= before + interfaces.length || !observer.isAlive());
        assertThat(observer.isAlive()).as("%s is running", name).isTrue();
        return observer;
    }

    /** Starts the whole router in node r with a configuration; returns when it answers on its admin socket. */
    Process startRouter(String configuration) throws IOException, InterruptedException {
        return startRouter(configuration, List.of());
    }

    /** The same under the guard, which kills it when it is silent for so long, and then cleans up after it. */
    Process startGuardedRouter(String configuration, Duration silence) throws IOException, InterruptedException {
        String down = IMAGE.resolve("netfilter-scripts/down").toString();
        return startRouter(configuration, List.of(compiled("guard"), "" + silence.toMillis(), down));
    }

    private Process startRouter(String configuration, List<String> guard) throws IOException, InterruptedException {
        Path file = folder.resolve("router.conf");
        Files.createDirectories(database().getParent());
        Files.writeString(
                file,
                configuration + "\nadmin { socket = \"" + socket() + "\" }\n" + "database { file = \"" + database()
                        + "\" }\n");
        List<String> words = new ArrayList<>(guard);
        words.addAll(List.of(activeRouter(), "run", "--config", file.toString()));
        Process router = start("r", "router", words);
        await("the router", () -> !router.isAlive() || answers());
        assertThat(router.isAlive())
                .as(() -> "the router runs: " + text(folder.resolve("router.err")))
                .isTrue();
        return router;
    }

    /** The state database of the router, without H2's ending. */
    Path database() {
        return folder.resolve("database/state");
    }

    private boolean answers() {
        try {
            return status().has("servers");
        } catch (IOException e) {
            return false;
        }
    }

    private Path socket() {
        return folder.resolve("admin.sock");
    }

    /** The configuration that {@link #startRouter} wrote, to be changed for a reload. */
    Path configuration() {
        return folder.resolve("router.conf");
    }

    /** Asks the running router, and gives what it printed; the answer must be a good one. */
    String ask(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--socket");
        all.add(socket().toString());
        all.addFirst(activeRouter());
        return run("r", all.toArray(String[]::new));
    }

    /** The same without a process of its own, and whatever the answer is. */
    String askSocket(String... words) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            Channels.newOutputStream(channel).write((String.join(" ", words) + "\n").getBytes(StandardCharsets.UTF_8));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Every rule and chain in a node's kernel, without counters, and without tables that hold none. */
    String rules(String node) throws IOException, InterruptedException {
        return run(node, "sh", "-c", "iptables-save | grep -E '^-|^:.* (-|DROP) ' | sed 's/ \\[[0-9:]*\\]$//' || true");
    }

    /** Sends a process a signal. */
    void signal(Process process, String name) throws IOException, InterruptedException {
        output(command("kill", "-" + name, "" + process.pid()));
    }

    /** One of the lab's programs in a node; its report is NAME.json. */
    Process startProgram(String node, String name, String program, String... options) throws IOException {
        List<String> words = program(program, options);
        words.addAll(List.of("--report", report(name).toString()));
        return start(node, name, words);
    }

    /** What the running router says of itself. */
    JsonNode status() throws IOException {
        return JsonMapper.shared().readTree(askSocket("status", "json").substring("done\n".length()));
    }

    static String activeRouter() {
        return IMAGE.resolve("bin/active-router").toString();
    }

    static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends an observer in good order: the last line of its log is then the final report. */
    void finish(Process observer) throws InterruptedException {
        observer.destroy();
        assertThat(observer.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(observer.exitValue()).isZero();
    }

    /** Ends a process that has no good order to end in. */
    void end(Process process) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Users at the addresses; the report is NAME.json. */
    Process startPeers(String node, String name, String server, List<String> addresses, String... options)
            throws IOException {
        List<String> words = program(
                "Peers",
                "--server",
                server + ":" + PORT,
                "--from",
                String.join(",", addresses),
                "--nick",
                name,
                "--report",
                report(name).toString());
        words.addAll(List.of(options));
        return startListening(node, name, words);
    }

    /** Users with files, as the paper's; without a report. */
    Process startSharing(String node, String name, String... options) throws IOException {
        return start(node, name, program("SharingPeers", options));
    }

    /** One user who says what is written to the process; what it hears is its log. */
    Process startTalker(String node, String nick, String server, String address) throws IOException {
        List<String> words = program("Talker", "--server", server + ":" + PORT, "--from", address, "--nick", nick);
        return startListening(node, nick, words);
    }

    Path report(String name) {
        return folder.resolve(name + ".json");
    }

    /** Waits for users to have run their plan. */
    void complete(Process peers) throws InterruptedException {
        assertThat(peers.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(peers.exitValue()).isZero();
    }

    /** Tells users to leave, however much of their plan is left, and waits until they have. */
    void leave(Process peers) throws IOException, InterruptedException {
        peers.getOutputStream().write("leave\n".getBytes(StandardCharsets.US_ASCII));
        peers.getOutputStream().flush();
        complete(peers);
    }

    /** The path of one of the lab's C programs, compiled. */
    String compiled(String name) throws IOException, InterruptedException {
        return output(command(VAGRANT.resolve("native").toString(), name)).strip();
    }

    void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for " + what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    static boolean contains(Path file, String text) {
        try {
            return Files.exists(file) && Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private int packetSockets(String node) {
        try {
            return (int) run(node, "cat", "/proc/net/packet").lines().count() - 1;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> program(String name, String... options) {
        List<String> words = new ArrayList<>(List.of(VAGRANT.resolve("program").toString(), name));
        words.addAll(List.of(options));
        return words;
    }

    private void lab(String verb) throws IOException, InterruptedException {
        output(command(VAGRANT.resolve("lab").toString(), verb));
    }

    private String[] inNode(String node, List<String> words) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", prefix + node));
        all.addAll(words);
        return all.toArray(String[]::new);
    }

    private ProcessBuilder command(String... words) {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("LAB_PREFIX", prefix);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.redirectInput(new File("/dev/null"));
        return builder;
    }

    private static String output(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", builder.command(), text).isZero();
        return text;
    }

    /** Ends every process that was started. */
    void endAll() throws InterruptedException {
        for (Process process : started) {
            process.destroy();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
        started.clear();
    }

    void tearDown() throws IOException, InterruptedException {
        endAll();
        lab("down");
    }
}
