package org.activerouter.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
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
        ProcessBuilder builder = command(inNode(node, words))
                .redirectOutput(log(name).toFile())
                .redirectError(folder.resolve(name + ".err").toFile());
        Process process = builder.start();
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

    Process startServer(String node, int serviceMicros) throws IOException, InterruptedException {
        String name = "server-" + node;
        Process server = start(
                node, name, program("DirectoryServer", "--port", "" + PORT, "--service-micros", "" + serviceMicros));
        await("the server in " + node, () -> contains(log(name), "listening"));
        return server;
    }

    /** Observes interfaces of a node; returns when the kernel gives it packets. */
    Process startObserver(String node, String name, String... interfaces) throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(List.of(IMAGE.resolve("bin/active-router").toString(), "observe"));
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

    /** Ends an observer in good order: the last line of its log is then the final report. */
    void finish(Process observer) throws InterruptedException {
        observer.destroy();
        assertThat(observer.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(observer.exitValue()).isZero();
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
        return start(node, name, words);
    }

    Path report(String name) {
        return folder.resolve(name + ".json");
    }

    /** Waits for users to have run their plan. */
    void complete(Process peers) throws InterruptedException {
        assertThat(peers.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(peers.exitValue()).isZero();
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

    void tearDown() throws IOException, InterruptedException {
        for (Process process : started) {
            process.destroy();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
        lab("down");
    }
}
