package org.activerouter.analyzer.http;

import org.jspecify.annotations.Nullable;

/** The fields of one head that say where its message ends and whether another protocol follows. Everything else passes. */
final class Fields {
    /** 18 digits fit into a long. */
    private static final int LONGEST_NUMBER = 18;

    static final long NO_LENGTH = -1;

    private long contentLength = NO_LENGTH;
    private boolean coded;
    private boolean chunked;
    private boolean upgrade;
    private boolean expect;

    void clear() {
        contentLength = NO_LENGTH;
        coded = false;
        chunked = false;
        upgrade = false;
        expect = false;
    }

    /**
     * One field line (RFC 9112 section 5). A folded one is a flaw, and so is a blank before the colon: both have been used to
     * make two readers see different lengths.
     *
     * @return what is wrong with it; null if nothing
     */
    @Nullable
    String take(Line line) {
        int colon = line.indexOf(':', 0);
        if (colon == line.length() || !line.isToken(0, colon)) {
            return "a header line without a name";
        }
        int start = colon + 1;
        int end = line.length();
        while (start < end && isBlank(line.at(start))) {
            start++;
        }
        while (end > start && isBlank(line.at(end - 1))) {
            end--;
        }
        return take(line, colon, start, end);
    }

    private @Nullable String take(Line line, int colon, int start, int end) {
        if (line.is("content-length", 0, colon)) {
            return length(line, start, end);
        }
        if (line.is("transfer-encoding", 0, colon)) {
            return codings(line, start, end);
        }
        upgrade |= line.is("upgrade", 0, colon);
        expect |= line.is("expect", 0, colon);
        return null;
    }

    private static boolean isBlank(byte value) {
        return value == ' ' || value == '\t';
    }

    private @Nullable String length(Line line, int start, int end) {
        long length = end == start || end - start > LONGEST_NUMBER ? NO_LENGTH : 0;
        for (int i = start; i < end && length >= 0; i++) {
            length = RequestLine.isDigit(line.at(i)) ? length * 10 + line.at(i) - '0' : NO_LENGTH;
        }
        if (length == NO_LENGTH) {
            return "a Content-Length that is no number";
        }
        if (contentLength != NO_LENGTH && contentLength != length) {
            return "two lengths that differ";
        }
        contentLength = length;
        return null;
    }

    /** RFC 9112 section 6.1: chunked comes last, and once. */
    private @Nullable String codings(Line line, int start, int end) {
        coded = true;
        int from = start;
        while (from <= end) {
            int comma = Math.min(line.indexOf(',', from), end);
            int to = comma;
            while (from < to && isBlank(line.at(from))) {
                from++;
            }
            while (to > from && isBlank(line.at(to - 1))) {
                to--;
            }
            if (chunked || !line.isToken(from, to)) {
                return "a Transfer-Encoding that can be read in two ways";
            }
            chunked = line.is("chunked", from, to);
            from = comma + 1;
        }
        return null;
    }

    /** The length that the head names; {@link #NO_LENGTH} if it names none. */
    long contentLength() {
        return contentLength;
    }

    boolean chunked() {
        return chunked;
    }

    /**
     * What is wrong with them together (RFC 9112 sections 6.1 and 6.3); null if nothing.
     *
     * @param minor minor version of the message
     */
    @Nullable
    String flaw(int minor) {
        if (!coded) {
            return null;
        }
        if (contentLength != NO_LENGTH) {
            return "both a length and a transfer coding";
        }
        if (minor == 0) {
            return "a transfer coding in HTTP/1.0";
        }
        return chunked ? null : "a transfer coding that does not say where it ends";
    }

    boolean asksUpgrade() {
        return upgrade;
    }

    boolean expectsContinue() {
        return expect;
    }
}
