package org.activerouter.analyzer.opennap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Walks over the blank-separated fields of a message's data, as servers do: a field that begins with a quote goes on to the
 * next quote; quotes cannot be escaped. One thread.
 */
public final class Fields {
    private final ByteBuffer data;
    private final int end;
    private int at;
    private int start;
    private int stop;
    private boolean quoted;
    private boolean unterminated;

    /** Stands before the first field. */
    public Fields(ByteBuffer data, int offset, int length) {
        this.data = data;
        this.at = offset;
        this.end = offset + length;
    }

    /** Goes to the next field; false if there is none. */
    public boolean next() {
        skipBlanks();
        if (at == end) {
            return false;
        }
        quoted = data.get(at) == '"';
        if (quoted) {
            at++;
        }
        start = at;
        while (at < end && data.get(at) != (quoted ? '"' : ' ')) {
            at++;
        }
        stop = at;
        leaveQuotes();
        return true;
    }

    private void skipBlanks() {
        while (at < end && data.get(at) == ' ') {
            at++;
        }
    }

    private void leaveQuotes() {
        if (quoted && at < end) {
            at++;
        } else if (quoted) {
            unterminated = true;
        }
    }

    /** Goes on by so many fields; false if there are fewer. */
    public boolean skip(int count) {
        for (int i = 0; i < count; i++) {
            if (!next()) {
                return false;
            }
        }
        return true;
    }

    /** Goes to the next field and tells whether it is there, in quotes, closed and not empty. */
    public boolean nextQuoted() {
        return next() && isQuoted();
    }

    /** Whether the field is in quotes, closed and not empty. */
    public boolean isQuoted() {
        return quoted && !unterminated && stop > start;
    }

    /** Goes to the next field and tells whether it is there, without quotes. */
    public boolean nextBare() {
        return next() && !quoted;
    }

    /** Goes over so many fields that must be numbers without quotes. */
    public boolean nextNumbers(int count) {
        for (int i = 0; i < count; i++) {
            if (!nextBare() || number() < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether nothing but blanks is left. */
    public boolean atEnd() {
        skipBlanks();
        return at == end;
    }

    /** Whether a quote was opened and never closed. */
    public boolean unterminated() {
        return unterminated;
    }

    /** Where the field begins in the data. */
    public int start() {
        return start;
    }

    /** How many bytes it has. */
    public int length() {
        return stop - start;
    }

    /** The field as a number of at most ten digits; -1 if it is none. */
    public long number() {
        if (stop == start || stop - start > 10) {
            return -1;
        }
        long value = 0;
        for (int i = start; i < stop; i++) {
            int digit = data.get(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** The field as it is. */
    public String text() {
        return text(stop - start);
    }

    /** The field as it is, at most so many characters of it. */
    String text(int limit) {
        byte[] bytes = new byte[Math.min(limit, stop - start)];
        data.get(start, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The field for people, see {@link WireText#printable}. */
    public String printable(int limit) {
        return WireText.printable(data, start, stop - start, limit);
    }
}
