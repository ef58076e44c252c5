package org.activerouter.manager.netfilter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
    private static final int LONGEST_NUMBER = 32;

    /** Reads it; empty when the kernel keeps no such table, or does not say. */
    public static Optional<ConntrackFill> read() {
        return read(FOLDER);
    }

    static Optional<ConntrackFill> read(Path folder) {
        try {
            return Optional.of(new ConntrackFill(
                    number(folder.resolve("nf_conntrack_count")), number(folder.resolve("nf_conntrack_max"))));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * In one read: the kernel gives such a number only to who asks for all of it at once, and {@link Files#readString} asks
     * for a single byte first because the file says that it is empty.
     */
    static long number(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Long.parseLong(new String(in.readNBytes(LONGEST_NUMBER), StandardCharsets.US_ASCII).strip());
        }
    }

    /** From 0 to 1, where 1 is full. */
    public double share() {
        return most == 0 ? 0 : (double) count / most;
    }

    /**
     * Whether nothing new is to be redirected.
     *
     * @param limit share from which on that is so; well below 1, since at 1 the kernel drops new connections of everybody
     */
    public boolean nearlyFull(double limit) {
        return share() >= limit;
    }
}
