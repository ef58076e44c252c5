package org.activerouter.analyzer.history;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The file of the state database as the operating system sees it. */
final class DatabaseFile {
    private static final String ENDING = ".mv.db";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path path;

    /**
     * The file of a database.
     *
     * @param named with or without H2's ending
     * @throws StateDatabaseException when no database could ever be there
     */
    DatabaseFile(Path named) throws StateDatabaseException {
        String absolute = named.toAbsolutePath().normalize().toString();
        // In H2's URL what follows a semicolon are settings, among them statements to execute.
        if (absolute.indexOf(';') >= 0) {
            throw new StateDatabaseException("the state database cannot be in " + absolute
                    + ": H2 takes no ';' in a file's name; name another file");
        }
        path = Path.of(absolute.endsWith(ENDING) ? absolute : absolute + ENDING);
        checkPermissions();
    }

    private void checkPermissions() throws StateDatabaseException {
        Path directory = directory();
        if (!Files.isDirectory(directory)) {
            throw new StateDatabaseException("the state database cannot be in " + directory
                    + ": there is no such directory; create it or name another file");
        }
        Path needed = Files.exists(path) ? path : directory;
        if (!Files.isWritable(needed)) {
            throw new StateDatabaseException("the state database cannot be written: this user ("
                    + System.getProperty("user.name") + ") may not write " + needed);
        }
    }

    /** Where H2 finds it. */
    String url() {
        String text = path.toString();
        return "jdbc:h2:file:" + text.substring(0, text.length() - ENDING.length());
    }

    /** Bytes in the file; 0 when there is none. */
    long size() {
        try {
            return Files.size(path);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Bytes that may still be written on its file system. */
    long room() {
        try {
            FileStore store = Files.getFileStore(directory());
            return store.getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Moves a damaged file out of the way and leaves its content as it is. Returns its new place. */
    Path moveAside(Instant now) throws IOException {
        Path aside = path.resolveSibling(path.getFileName() + ".damaged-" + STAMP.format(now));
        for (int i = 2; Files.exists(aside); i++) {
            aside = path.resolveSibling(path.getFileName() + ".damaged-" + STAMP.format(now) + "-" + i);
        }
        return Files.move(path, aside);
    }

    /** Who has it open, as a sentence for the operator. */
    String lockedBy() {
        return LockHolder.of(path)
                .map(holder -> path + " is in use by " + holder)
                .orElse(path + " is in use by another process, which /proc/locks does not show here");
    }

    private Path directory() {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
