package org.activerouter.manager.watchdog;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who started this program and wants to hear of it: systemd, or anything that speaks its protocol (sd_notify(3)). One thread.
 */
final class Supervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final int NANOS_PER_MICRO = 1_000;

    private final Socket socket;
    private final byte[] path;
    private final Duration patience;

    private Supervisor(Socket socket, byte[] path, Duration patience) {
        this.socket = socket;
        this.path = path;
        this.patience = patience;
    }

    /** The one that the environment names; empty if nobody wants to hear. */
    static Optional<Supervisor> of(Map<String, String> environment) {
        String name = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (name.isEmpty() || !Epoll.isAvailable()) {
            return Optional.empty();
        }
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (path[0] == '@') {
            path[0] = 0;
        }
        return Optional.of(new Supervisor(Socket.newSocketDomainDgram(), path, patience(environment)));
    }

    /** How long the supervisor lets the program be silent (microseconds in {@code WATCHDOG_USEC}); zero if for ever. */
    private static Duration patience(Map<String, String> environment) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "0");
        return micros.matches("\\d{1,15}") ? Duration.ofNanos(Long.parseLong(micros) * NANOS_PER_MICRO) : Duration.ZERO;
    }

    Duration patience() {
        return patience;
    }

    /** Says something; one that cannot be reached is its own affair. */
    void say(String message) {
        ByteBuf text = Unpooled.directBuffer().writeBytes(message.getBytes(StandardCharsets.UTF_8));
        try {
            int unused = socket.sendToAddressDomainSocket(text.memoryAddress(), 0, text.writerIndex(), path);
        } catch (IOException e) {
            LOG.debug("the supervisor does not listen", e);
        } finally {
            text.release();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("the supervisor's socket did not close", e);
        }
    }
}
