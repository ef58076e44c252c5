package org.activerouter.lab.events;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One thing that happened to a client, as the client or the server saw it.
 *
 * @param millis wall-clock time; of a query when it was asked (client) or taken in (server)
 * @param address of the client
 * @param nick of the client; empty where it is not known
 * @param kind what happened
 * @param keyword what was searched for; empty for other kinds
 * @param responseMillis from the query to its first answer; at the server until the answer was sent
 * @param completeMillis from the query to the end of its results
 * @param files names of the files in the answer; of a fetch the one file
 */
public record Event(
        long millis,
        String address,
        String nick,
        Kind kind,
        String keyword,
        double responseMillis,
        double completeMillis,
        List<String> files) {
    /** What can happen. */
    public enum Kind {
        /** A search and its answer. */
        QUERY,
        /** A search whose answer never came. */
        UNANSWERED,
        /** Logged in, with all files shared. */
        CONNECTED,
        /** The connection was lost. */
        LOST,
        /** The client left by itself. */
        LEFT,
        /** A file came from another peer, and it was the right one. */
        FETCHED,
        /** The server said that its sharer, or the file, is gone. */
        FILE_GONE,
        /** It did not come, or it was another. */
        FETCH_FAILED
    }

    /** The columns' names. */
    static final String HEADER = "millis,address,nick,kind,keyword,response_ms,complete_ms,results,files";

    private static final String NAMES_APART = ";";
    private static final Pattern SEPARATOR = Pattern.compile("[,;\\p{Cntrl}]");
    private static final int COLUMNS = 9;

    /** Keeps its own copy of the names. */
    public Event {
        files = List.copyOf(files);
    }

    /** An event that has no times and no files. */
    public static Event plain(long millis, String address, String nick, Kind kind) {
        return new Event(millis, address, nick, kind, "", 0, 0, List.of());
    }

    /** How many files the answer names. */
    public int results() {
        return files.size();
    }

    /** When the answer was complete, wall clock. */
    public double answeredMillis() {
        return millis + completeMillis;
    }

    String line() {
        return String.join(
                ",",
                String.valueOf(millis),
                plain(address),
                plain(nick),
                kind.name(),
                plain(keyword),
                String.format(Locale.ROOT, "%.3f", responseMillis),
                String.format(Locale.ROOT, "%.3f", completeMillis),
                String.valueOf(files.size()),
                String.join(NAMES_APART, files.stream().map(Event::plain).toList()));
    }

    static Event of(String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != COLUMNS) {
            throw new IllegalArgumentException("not an event: " + line);
        }
        return new Event(
                Long.parseLong(fields[0]),
                fields[1],
                fields[2],
                Kind.valueOf(fields[3]),
                fields[4],
                Double.parseDouble(fields[5]),
                Double.parseDouble(fields[6]),
                fields[8].isEmpty() ? List.of() : List.of(fields[8].split(NAMES_APART, -1)));
    }

    /** What separates columns, names and lines is not in them. */
    private static String plain(String text) {
        return SEPARATOR.matcher(text).replaceAll(" ");
    }
}
