package org.activerouter.manager.netfilter;

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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.activerouter.manager.netfilter.KernelSettings.Backend;
import org.activerouter.manager.netfilter.RedirectionStatus.State;

/**
 * A client, two routers in a row and a server in network namespaces of their own:
 *
 * <pre>
 *  c 10.83.3.10 -- .1 cli r srv 10.83.2.1 -- .2 cli q srv 10.83.1.1 -- 10.83.1.10 s
 * </pre>
 *
 * Only a test says which of the routers is an active one. Without root, or without a tool, a test fails.
 */
final class RouterLab {
    static final String SERVER = "10.83.1.10";
    static final String CLIENT = "10.83.3.10";
    static final int PORT = 8888;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path REPOSITORY =
            Path.of("").toAbsolutePath().resolve("..").normalize();
    private static final Path SCRIPTS = REPOSITORY.resolve("netfilter-scripts");
    private static final List<String> NODES = List.of("c", "r", "q", "s");

    private final String prefix = "nf" + ProcessHandle.current().pid() + "-";
    private final Path folder;
    private final String door;
    private final Deque<Process> started = new ArrayDeque<>();
    private int logs;

    RouterLab(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        assertThat(here("id", "-u").strip())
                .as("user id: namespaces and rules need root")
                .isEqualTo("0");
        door = here(REPOSITORY.resolve("vagrant/native").toString(), "door").strip();
        for (String each : NODES) {
            here("ip", "netns", "add", prefix + each);
            // No link-local addresses that come by themselves: what a node holds is compared.
            run(each, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
            run(each, "ip", "link", "set", "lo", "up");
        }
        link("c", "eth0", CLIENT, "r", "cli", "10.83.3.1");
        link("r", "srv", "10.83.2.1", "q", "cli", "10.83.2.2");
        link("q", "srv", "10.83.1.1", "s", "eth0", SERVER);
        run("c", "ip", "route", "add", "default", "via", "10.83.3.1");
        run("r", "ip", "route", "add", "10.83.1.0/24", "via", "10.83.2.2");
        run("q", "ip", "route", "add", "10.83.3.0/24", "via", "10.83.2.1");
        run("s", "ip", "route", "add", "default", "via", "10.83.1.1");
        run("r", "sysctl", "-qw", "net.ipv4.ip_forward=1");
        run("q", "sysctl", "-qw", "net.ipv4.ip_forward=1");
    }

    private void link(String one, String name, String address, String other, String otherName, String otherAddress)
            throws IOException, InterruptedException {
        here(
                "ip",
                "link",
                "add",
                name,
                "netns",
                prefix + one,
                "type",
                "veth",
                "peer",
                "name",
                otherName,
                "netns",
                prefix + other);
        run(one, "ip", "address", "add", address + "/24", "dev", name);
        run(other, "ip", "address", "add", otherAddress + "/24", "dev", otherName);
        run(one, "ip", "link", "set", name, "up");
        run(other, "ip", "link", "set", otherName, "up");
    }

    static Redirect redirect() {
        return ReconciliationTest.redirect(SERVER, PORT, PORT);
    }

    /** As the scripts are used from outside of a router's namespace. */
    KernelSettings settings(String node, Backend backend) {
        List<String> launcher = List.of("ip", "netns", "exec", prefix + node, "env", "XTABLES_LOCKFILE=" + lockFile());
        return KernelSettings.of(SCRIPTS, List.of("cli"), List.of("srv"))
                .in(backend)
                .behind(launcher);
    }

    /** Not the machine's own, which others use at the same time. */
    Path lockFile() {
        return folder.resolve("xtables.lock");
    }

    /** Runs a verb by hand; does not care how it ends. */
    Script script(String node, Backend backend, String verb, String input) throws InterruptedException {
        try {
            return Script.run(verb, settings(node, backend).command(verb), input, PATIENCE, () -> {});
        } catch (KernelException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether no rule of ours is there. */
    boolean isAbsent(String node, Backend backend) {
        try {
            return script(node, backend, "dump", "").output().startsWith("# rules absent");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    Reconciler redirecting(String node, Backend backend) {
        return Reconciler.start(settings(node, backend));
    }

    /** Wants these redirects and no other, and waits until they are in force. */
    static void inForce(Reconciler reconciler, Redirect... redirects) throws InterruptedException {
        reconciler.want(Set.of(redirects));
        await("in force", () -> reconciler.status().state() == State.IN_FORCE);
        assertThat(reconciler.status().inForce()).containsExactlyInAnyOrder(redirects);
    }

    Observed look(String node, Backend backend) throws InterruptedException {
        try {
            return RedirectText.read(script(node, backend, "dump", "").output());
        } catch (KernelException e) {
            throw new AssertionError(e);
        }
    }

    /** A real server behind both routers. */
    Process startServer() throws IOException, InterruptedException {
        return listen("s", "answer", "server", "" + PORT);
    }

    /** A service that answers by itself, as "service". */
    Process startService(String node, int port) throws IOException, InterruptedException {
        return listen(node, "answer", "service", "" + port, "0x8000000");
    }

    /** A service that passes each client on to its server, as that client. */
    Process startRelay(String node) throws IOException, InterruptedException {
        return listen(node, "relay", "" + PORT);
    }

    private Process listen(String node, String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(door));
        all.addAll(List.of(words));
        Path log = folder.resolve("log" + logs++);
        Process process = start(node, log, all);
        await("listening", () -> read(log).contains("listening"));
        return process;
    }

    /** A program of ours with the redirect in force, as a process that can be frozen and killed. */
    Process startHeldRedirect(String node, Backend backend) throws IOException, InterruptedException {
        Path log = folder.resolve("log" + logs++);
        List<String> words = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                HeldRedirect.class.getName(),
                SCRIPTS.toString(),
                backend.name());
        Process process = start(node, log, words);
        await("the redirect in force", () -> read(log).contains("in force"));
        return process;
    }

    /** One client's connection: what came back for a line of its own. */
    String ask() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(inNode("c", List.of("timeout", "10", door, "ask", SERVER, "" + PORT)))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }

    /** A connection that stays, to be talked to through its streams. */
    Process startSession() throws IOException {
        Process process = new ProcessBuilder(inNode("c", List.of(door, "ask", SERVER, "" + PORT))).start();
        started.push(process);
        return process;
    }

    /** A client that asks again and again for so long. */
    Process startProbe(Path log, Duration length) throws IOException {
        return start("c", log, List.of(door, "probe", SERVER, "" + PORT, "" + length.toMillis()));
    }

    Process start(String node, Path log, List<String> words) throws IOException {
        Process process = new ProcessBuilder(inNode(node, words))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        started.push(process);
        return process;
    }

    static void signal(Process process, String name) throws IOException, InterruptedException {
        here("kill", "-" + name, "" + process.pid());
    }

    /** Runs a command in a node to its end, which must be a good one, and gives what it printed. */
    String run(String node, String... words) throws IOException, InterruptedException {
        return here(inNode(node, List.of(words)).toArray(String[]::new));
    }

    /** Everything that anybody has set up in a node, without what only counts. */
    String everything(String node) throws IOException, InterruptedException {
        String all = run(node, "iptables-nft-save")
                + run(node, "sh", "-c", "! grep -q . /proc/net/ip_tables_names || iptables-legacy-save")
                + run(node, "nft", "list", "ruleset")
                + run(node, "ipset", "save")
                + run(node, "ip", "rule")
                + run(node, "ip", "route", "show", "table", "all");
        return all.replaceAll("\\[\\d+:\\d+]", "[0:0]")
                .replaceAll("packets \\d+ bytes \\d+", "packets 0 bytes 0")
                .replaceAll("(?m)^#.*\n", "");
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        await(what, PATIENCE, condition);
    }

    static void await(String what, Duration limit, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as("waited for " + what).isNegative();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> inNode(String node, List<String> words) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", prefix + node));
        all.addAll(words);
        return all;
    }

    private static String here(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(words), text).isZero();
        return text;
    }

    void tearDown() throws IOException, InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        for (String each : NODES) {
            here("ip", "netns", "del", prefix + each);
        }
    }
}
