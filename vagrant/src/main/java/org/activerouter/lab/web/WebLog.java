package org.activerouter.lab.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of requests, in the order in which they were over. Any thread; a line is written whole. */
public final class WebLog implements AutoCloseable {
    private final Writer out;

    /** Begins a new file. */
    public WebLog(Path file) throws IOException {
        out = Files.newBufferedWriter(file);
        out.write(WebRequest.HEADER + "\n");
    }

    /** Writes a request down. */
    public synchronized void write(WebRequest request) {
        try {
            out.write(request.line());
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
