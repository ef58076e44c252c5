package org.activerouter.manager.netfilter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How full the kernel's table of connections is. A redirected client takes two entries of it where a direct one takes one, so
 * that nothing new may be redirected when it is nearly full.
 *
 * @param count connections in it
 * @param most connections that fit
 */
public record ConntrackFill(long count, long most) {
    private static final Path FOLDER = Path.of("/proc/sys/net/netfilter");
    /** Above this the kernel soon drops new connections of everybody. */
    private static final double NEARLY_FULL = 0.8;

    /** Reads it; empty when the kernel keeps no such table, or does not say. */
    public static Optional<ConntrackFill> read() {
        return read(FOLDER);
    }

    static Optional<ConntrackFill> read(Path folder) {
        try {
            return Optional.of(
                    new ConntrackFill(number(folder, "nf_conntrack_count"), number(folder, "nf_conntrack_max")));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static long number(Path folder, String name) throws IOException {
        return Long.parseLong(Files.readString(folder.resolve(name)).strip());
    }

    /** From 0 to 1, where 1 is full. */
    public double share() {
        return most == 0 ? 0 : (double) count / most;
    }

    /** Whether nothing new is to be redirected. */
    public boolean nearlyFull() {
        return share() >= NEARLY_FULL;
    }
}
