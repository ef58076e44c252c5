package org.activerouter.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes what a program counted; the file appears whole or not at all. */
final class Report {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Report() {}

    static void write(String file, Object content) {
        Path path = Path.of(file).toAbsolutePath();
        Path unfinished = path.resolveSibling(path.getFileName() + ".part");
        try {
            Files.writeString(unfinished, JSON.writeValueAsString(content));
            Files.move(unfinished, path, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
