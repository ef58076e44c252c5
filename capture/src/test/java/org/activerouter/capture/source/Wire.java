package org.activerouter.capture.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A cable: one end is an interface here, without addresses; at the other, in a network namespace of its own, a process sends
 * the frames that it is told to.
 */
public final class Wire implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** The interface at this end. */
    final String name;

    private final String farName;
    private final String namespace;
    private final Process sender;
    private final DataOutputStream orders;
    private final DataInputStream done;

    Wire() throws IOException {
        String unique = ProcessHandle.current().pid() + "w" + COUNT.incrementAndGet();
        name = "arn" + unique;
        farName = "arf" + unique;
        namespace = "arsource" + unique;
        run("ip", "netns", "add", namespace);
        lay();
        sender = ChildJvm.of(List.of("ip", "netns", "exec", namespace), List.of(), SendFrames.class, List.of(farName))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        orders = new DataOutputStream(sender.getOutputStream());
        done = new DataInputStream(sender.getInputStream());
    }

    /** Makes the two interfaces and switches them on; nobody but us shall speak on them. */
    void lay() throws IOException {
        run("ip", "link", "add", name, "type", "veth", "peer", "name", farName, "netns", namespace);
        run("sysctl", "-qw", "net.ipv6.conf." + name + ".disable_ipv6=1");
        run("ip", "netns", "exec", namespace, "sysctl", "-qw", "net.ipv6.conf." + farName + ".disable_ipv6=1");
        run("ip", "link", "set", name, "up");
        run("ip", "-n", namespace, "link", "set", farName, "up");
    }

    /** Sends the frame so many times; returns when all are on the wire. */
    void send(byte[] frame, int times) throws IOException {
        orders.writeInt(times);
        orders.writeInt(frame.length);
        orders.write(frame);
        orders.flush();
        if (done.readInt() != times) {
            throw new IOException("the far end has not sent all frames");
        }
    }

    void farEnd(String upOrDown) throws IOException {
        run("ip", "-n", namespace, "link", "set", farName, upOrDown);
    }

    /** Runs a command as root, and fails where that does not work: a test that cannot run must not seem to succeed. */
    public static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (exitOf(process) != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + " failed (these tests need root and iproute2): " + said);
        }
    }

    private static int exitOf(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        sender.destroy();
        exitOf(sender);
        // Takes the interfaces along.
        run("ip", "netns", "del", namespace);
    }
}
