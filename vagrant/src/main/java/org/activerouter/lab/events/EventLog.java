package org.activerouter.lab.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file of events, in the order in which they were over. Any thread; a line is written whole. */
public final class EventLog implements AutoCloseable {
    private final Writer out;

    /** Begins a new file. */
    public EventLog(Path file) throws IOException {
        out = Files.newBufferedWriter(file);
        out.write(Event.HEADER + "\n");
        out.flush();
    }

    /** Writes an event down at once, so that others can read along. */
    public synchronized void write(Event event) {
        try {
            out.write(event.line() + "\n");
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads all whole lines; the last one may be in the making. */
    public static List<Event> read(Path file) throws IOException {
        return read(Files.readString(file));
    }

    static List<Event> read(String text) throws IOException {
        if (!text.startsWith(Event.HEADER + "\n")) {
            throw new IOException("no log of events: it does not begin with " + Event.HEADER);
        }
        List<Event> events = new ArrayList<>();
        int from = Event.HEADER.length() + 1;
        for (int to = text.indexOf('\n', from); to >= 0; to = text.indexOf('\n', from)) {
            events.add(Event.of(text.substring(from, to)));
            from = to + 1;
        }
        return events;
    }

    /** The events of whole lines, among which the header may be. */
    public static List<Event> events(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.equals(Event.HEADER))
                .map(Event::of)
                .toList();
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
