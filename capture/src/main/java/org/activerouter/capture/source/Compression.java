package org.activerouter.capture.source;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** How captures are compressed to be put away, known by a file's first bytes; and the program that has them as they were. */
enum Compression {
    GZIP("1f8b", "gunzip"),
    ZSTD("28b52ffd", "unzstd"),
    XZ("fd377a585a", "unxz"),
    BZIP2("425a68", "bunzip2"),
    LZ4("04224d18", "unlz4");

    private final String signature;
    private final String undoneBy;

    Compression(String signature, String undoneBy) {
        this.signature = signature;
        this.undoneBy = undoneBy;
    }

    /** That of a file which begins like this, if it is any. The bytes up to the position are looked at. */
    static Optional<Compression> of(ByteBuffer start) {
        String bytes = HexFormat.of().formatHex(start.array(), start.arrayOffset(), start.position());
        return Arrays.stream(values())
                .filter(each -> bytes.startsWith(each.signature))
                .findFirst();
    }

    /** What to do about it, as a command line. */
    String remedy(String path) {
        return undoneBy + " -c " + path + " | active-router analyze -";
    }
}
