package org.activerouter.lab.events;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Follows a file to which others add lines: each is read once, however often one looks. One thread. */
public final class GrowingFile {
    private final Path file;
    private long readBytes;

    /** A file that may not exist yet. */
    public GrowingFile(Path file) {
        this.file = file;
    }

    /** The whole lines that came since the last look; the last one may be in the making and comes the next time. */
    public List<String> newLines() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(readBytes);
            byte[] bytes = in.readAllBytes();
            int whole = wholeLines(bytes);
            readBytes += whole;
            return new String(Arrays.copyOf(bytes, whole), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static int wholeLines(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }
}
