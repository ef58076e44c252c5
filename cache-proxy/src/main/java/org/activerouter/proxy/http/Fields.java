package org.activerouter.proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.proxy.http.cache.Field;
import org.activerouter.proxy.http.cache.FieldSource;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one head: where each name and value lies in its text, and what those say that delimit the message. Strict, because
 * two readers that understand a length differently can be played against each other (RFC 9112 section 11.2). One thread; used again
 * for each head.
 */
final class Fields implements FieldSource {
    static final int MOST = 128;
    private static final int CHUNKED_LENGTH = 7;

    /** A length of more digits is not believed: it would not fit. */
    private static final int MOST_DIGITS = 18;

    private final int[] places = new int[4 * MOST];
    private byte[] text = new byte[0];
    private int count;
    private int hosts;
    private int codings;
    private long length;
    private boolean chunked;
    private boolean alone;
    private boolean close;
    private boolean keepAlive;
    private boolean upgrade;
    private @Nullable Fault fault;

    /** Reads from the first field's line to the empty line, which ends at {@code end}. */
    @Nullable
    Fault read(byte[] from, int start, int end) {
        text = from;
        clear();
        int at = start;
        while (fault == null && at < end - 2) {
            at = line(at, end);
        }
        return fault != null || at == end - 2 ? fault : Fault.FIELD;
    }

    private void clear() {
        count = 0;
        hosts = 0;
        codings = 0;
        length = -1;
        chunked = false;
        alone = false;
        close = false;
        keepAlive = false;
        upgrade = false;
        fault = null;
    }

    /** One field; returns where the next line begins. */
    private int line(int start, int end) {
        int colon = start;
        while (Chars.isToken(text[colon])) {
            colon++;
        }
        if (colon == start || text[colon] != ':') {
            fault = Fault.FIELD;
            return end;
        }
        int cr = colon + 1;
        while (Chars.isValue(text[cr])) {
            cr++;
        }
        if (text[cr] != '\r' || text[cr + 1] != '\n') {
            fault = Fault.FIELD;
            return end;
        }
        add(start, colon, cr);
        return cr + 2;
    }

    private void add(int start, int colon, int cr) {
        int from = colon + 1;
        int to = cr;
        while (from < to && Chars.isBlank(text[from])) {
            from++;
        }
        while (to > from && Chars.isBlank(text[to - 1])) {
            to--;
        }
        if (count == MOST) {
            fault = Fault.HEAD_SIZE;
            return;
        }
        int place = 4 * count++;
        places[place] = start;
        places[place + 1] = colon;
        places[place + 2] = from;
        places[place + 3] = to;
        understand(start, colon, from, to);
    }

    private void understand(int start, int colon, int from, int to) {
        switch (colon - start) {
            case 4 -> host(start, colon, from, to);
            case 10 -> connection(start, colon, from, to);
            case 14 -> length(start, colon, from, to);
            case 17 -> coding(start, colon, from, to);
            default -> {}
        }
    }

    private void host(int start, int colon, int from, int to) {
        if (Chars.same(text, start, colon, "host")) {
            hosts++;
            for (int i = from; i < to; i++) {
                if (!Chars.isHost(text[i])) {
                    fault = Fault.HOST;
                }
            }
        }
    }

    private void connection(int start, int colon, int from, int to) {
        if (!Chars.same(text, start, colon, "connection")) {
            return;
        }
        int word = from;
        for (int i = from; i <= to; i++) {
            if (i == to || text[i] == ',') {
                option(word, i);
                word = i + 1;
            }
        }
    }

    private void option(int start, int end) {
        int from = start;
        int to = end;
        while (from < to && Chars.isBlank(text[from])) {
            from++;
        }
        while (to > from && Chars.isBlank(text[to - 1])) {
            to--;
        }
        close |= Chars.same(text, from, to, "close");
        keepAlive |= Chars.same(text, from, to, "keep-alive");
        upgrade |= Chars.same(text, from, to, "upgrade");
    }

    private void length(int start, int colon, int from, int to) {
        if (!Chars.same(text, start, colon, "content-length")) {
            return;
        }
        if (length >= 0 || from == to || to - from > MOST_DIGITS) {
            fault = Fault.LENGTH;
            return;
        }
        length = 0;
        for (int i = from; i < to; i++) {
            if (!Chars.isDigit(text[i])) {
                fault = Fault.LENGTH;
                return;
            }
            length = length * 10 + (text[i] - '0');
        }
    }

    /** The last coding has to be chunked, else the length is not known; before it others may come in an answer. */
    private void coding(int start, int colon, int from, int to) {
        if (!Chars.same(text, start, colon, "transfer-encoding")) {
            return;
        }
        codings++;
        int last = to - CHUNKED_LENGTH;
        chunked = last >= from
                && Chars.same(text, last, to, "chunked")
                && (last == from || !Chars.isToken(text[last - 1]));
        alone = chunked && last == from;
    }

    int hosts() {
        return hosts;
    }

    /** How many fields name a transfer coding. */
    int codings() {
        return codings;
    }

    /** The body is chunked. */
    boolean chunked() {
        return chunked;
    }

    /** And nothing else. */
    boolean onlyChunked() {
        return alone;
    }

    /** The length that is said, or -1. */
    long length() {
        return length;
    }

    boolean close() {
        return close;
    }

    boolean keepAlive() {
        return keepAlive;
    }

    boolean upgrade() {
        return upgrade;
    }

    /** All of them, to be kept. */
    List<Field> copy() {
        List<Field> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(new Field(string(places[4 * i], places[4 * i + 1]), value(i)));
        }
        return all;
    }

    private String value(int field) {
        return string(places[4 * field + 2], places[4 * field + 3]);
    }

    private boolean isNamed(int field, String lower) {
        return Chars.same(text, places[4 * field], places[4 * field + 1], lower);
    }

    private String string(int start, int end) {
        return new String(text, start, end - start, StandardCharsets.ISO_8859_1);
    }

    @Override
    public @Nullable String find(String lower) {
        String found = null;
        for (int i = 0; i < count; i++) {
            if (isNamed(i, lower)) {
                found = found == null ? value(i) : found + ", " + value(i);
            }
        }
        return found;
    }
}
