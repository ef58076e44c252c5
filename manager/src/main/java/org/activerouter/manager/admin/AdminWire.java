package org.activerouter.manager.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The form of requests and answers on the wire. Stateless. */
final class AdminWire {
    private static final int LONGEST_REQUEST = 1_024;
    private static final Logger LOG = LoggerFactory.getLogger(AdminWire.class);

    private AdminWire() {}

    /** Reads one request and answers it. @return how it went */
    static Answer.Outcome serve(InputStream in, OutputStream out, Requests requests) throws IOException {
        Answer answer = readLine(in)
                .map(line -> line.isBlank() ? Answer.wrong("an empty request\n") : answer(words(line), requests))
                .orElseGet(() -> Answer.wrong("a request is no longer than " + LONGEST_REQUEST + " bytes\n"));
        String head = answer.outcome().name().toLowerCase(Locale.ROOT) + "\n";
        out.write((head + answer.text()).getBytes(StandardCharsets.UTF_8));
        out.flush();
        return answer.outcome();
    }

    /** A request that fails is this program's fault and must not look like a router that has gone. */
    private static Answer answer(List<String> words, Requests requests) {
        try {
            return requests.answer(words);
        } catch (RuntimeException e) {
            LOG.error("the request {} has failed", words, e);
            return Answer.refused("internal error: " + e + "; the router's log says more\n");
        }
    }

    private static List<String> words(String line) {
        return Arrays.stream(line.strip().split("\\s+")).toList();
    }

    /** One line; empty if it is too long. It is read to its end all the same: what is left unread would cut off the answer. */
    private static Optional<String> readLine(InputStream in) throws IOException {
        byte[] line = new byte[LONGEST_REQUEST];
        long length = 0;
        for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
            if (length < line.length) {
                line[(int) length] = (byte) read;
            }
            length++;
        }
        return length > line.length
                ? Optional.empty()
                : Optional.of(new String(line, 0, (int) length, StandardCharsets.UTF_8));
    }

    /** Sends one request and reads its answer. */
    static Answer ask(InputStream in, OutputStream out, List<String> words) throws IOException {
        out.write((String.join(" ", words) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        int end = all.indexOf('\n');
        if (end < 0) {
            throw new IOException("the router closed the connection without an answer");
        }
        return new Answer(outcome(all.substring(0, end)), all.substring(end + 1));
    }

    private static Answer.Outcome outcome(String word) throws IOException {
        for (Answer.Outcome outcome : Answer.Outcome.values()) {
            if (outcome.name().toLowerCase(Locale.ROOT).equals(word)) {
                return outcome;
            }
        }
        throw new IOException("what answers there is not a router of this version");
    }
}
