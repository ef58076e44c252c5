package org.activerouter.analyzer.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The process that holds the lock of a file, as the kernel tells it in {@code /proc/locks}. H2 locks its file with fcntl, so
 * the lock ends with the process, however that ends.
 *
 * @param pid the process
 * @param name its name as in {@code /proc/PID/comm}; "?" if it may not be read
 */
record LockHolder(long pid, String name) {
    // 1: POSIX  ADVISORY  WRITE 12306 fe:00:2146329 0 EOF
    private static final int TYPE = 1;
    private static final int PID = 4;
    private static final int PLACE = 5;
    private static final int FIELDS = 8;

    /** Who holds it; empty when nobody does, or the kernel does not tell. */
    static Optional<LockHolder> of(Path file) {
        try {
            return find(Files.readAllLines(Path.of("/proc/locks")), place(file)).map(LockHolder::named);
        } catch (IOException | UnsupportedOperationException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The process that holds a lock on the file of that place, among the lines of {@code /proc/locks}. */
    static Optional<Long> find(List<String> locks, String place) {
        return locks.stream()
                .map(line -> line.trim().split("\\s+"))
                .filter(fields ->
                        fields.length == FIELDS && fields[TYPE].equals("POSIX") && fields[PLACE].equals(place))
                .map(fields -> Long.valueOf(fields[PID]))
                .findFirst();
    }

    /** Device and inode as {@code /proc/locks} writes them; the device number is split as glibc's makedev joins it. */
    private static String place(Path file) throws IOException {
        long device = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
        long inode = ((Number) Files.getAttribute(file, "unix:ino")).longValue();
        long major = (device >> 8 & 0xFFF) | (device >> 32 & ~0xFFFL);
        long minor = (device & 0xFF) | (device >> 12 & ~0xFFL);
        return "%02x:%02x:%d".formatted(major, minor & 0xFFFFFFFFL, inode);
    }

    private static LockHolder named(long pid) {
        try {
            return new LockHolder(
                    pid,
                    Files.readString(Path.of("/proc", Long.toString(pid), "comm"))
                            .strip());
        } catch (IOException e) {
            return new LockHolder(pid, "?");
        }
    }

    @Override
    public String toString() {
        return "process " + pid + " (" + name + ")";
    }
}
