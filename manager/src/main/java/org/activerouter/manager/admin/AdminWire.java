package org.activerouter.manager.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The form of requests and answers on the wire. Stateless. */
final class AdminWire {
    private static final int LONGEST_REQUEST = 1_024;
    private static final Logger LOG = LoggerFactory.getLogger(AdminWire.class);

    private AdminWire() {}

    /** Reads one request and answers it. */
    static void serve(InputStream in, OutputStream out, Requests requests) throws IOException {
        String line = readLine(in);
        Answer answer = line.isBlank() ? Answer.wrong("an empty request\n") : answer(words(line), requests);
        String head = answer.outcome().name().toLowerCase(Locale.ROOT) + "\n";
        out.write((head + answer.text()).getBytes(StandardCharsets.UTF_8));
        out.flush();
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

    private static String readLine(InputStream in) throws IOException {
        byte[] line = new byte[LONGEST_REQUEST];
        int length = 0;
        for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
            if (length == line.length) {
                throw new IOException("a request longer than " + LONGEST_REQUEST + " bytes");
            }
            line[length++] = (byte) read;
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
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
