package org.activerouter.lab.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * One request as its client saw it.
 *
 * @param millis when it was sent, wall clock
 * @param client the client's address
 * @param asked the server that it asked
 * @param status of the answer; 0 if none came
 * @param member which server says that it answered; empty if none came
 * @param responseMillis until the answer's head
 * @param completeMillis until its last byte
 */
public record WebRequest(
        long millis,
        String client,
        String asked,
        int status,
        String member,
        double responseMillis,
        double completeMillis) {
    /** The columns' names. */
    static final String HEADER = "millis,client,asked,status,member,response_ms,complete_ms";

    private static final int COLUMNS = 7;
    private static final int OK = 200;

    /** Whether the client got what it wanted. */
    public boolean isAnswered() {
        return status == OK;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%d,%s,%s,%d,%s,%.3f,%.3f%n",
                millis,
                client,
                asked,
                status,
                member,
                responseMillis,
                completeMillis);
    }

    private static WebRequest of(String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != COLUMNS) {
            throw new IllegalArgumentException("not a request: " + line);
        }
        return new WebRequest(
                Long.parseLong(fields[0]),
                fields[1],
                fields[2],
                Integer.parseInt(fields[3]),
                fields[4],
                Double.parseDouble(fields[5]),
                Double.parseDouble(fields[6]));
    }

    /** Reads a log whose clients have ended. */
    public static List<WebRequest> read(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.equals(HEADER))
                .map(WebRequest::of)
                .toList();
    }
}
