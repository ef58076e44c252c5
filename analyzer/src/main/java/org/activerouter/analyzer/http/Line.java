package org.activerouter.analyzer.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts bytes into lines that end with CR and LF, and shows the last one. One that lies whole in what it is given is shown where it lies; only
 * of one in pieces the pieces are kept. A line with a control character in it is none, one that ends with LF alone neither: what
 * a server makes of those differs from server to server (RFC 9112 section 2.2).
 */
final class Line {
    /** What the common servers accept at most is 8 to 16 kB. */
    static final int LONGEST = 16 * 1024;

    private static final byte[] NOTHING = {};
    private static final int FIRST_ROOM = 128;
    private static final int ROOM_TO_KEEP = 512;

    private byte[] kept = NOTHING;
    private int keptBytes;
    private boolean carriageReturn;
    private boolean whole;

    private ByteBuffer shown = ByteBuffer.wrap(NOTHING);
    private int from;
    private int length;

    /** What {@link #take} found. */
    enum Found {
        /** All bytes were taken; the line is not whole. */
        MORE,
        /** A line; the bytes after it were left. */
        LINE,
        /** These bytes are no line. */
        FLAW
    }

    /** Takes bytes up to the end of a line. What was shown before is gone. */
    Found take(ByteBuffer bytes) {
        if (whole) {
            clear();
        }
        int start = bytes.position();
        for (int at = start; at < bytes.limit(); at++) {
            byte next = bytes.get(at);
            if (carriageReturn) {
                return next == '\n' ? show(bytes, start, at) : Found.FLAW;
            }
            if (next == '\r') {
                carriageReturn = true;
            } else if (isControl(next) || ++length > LONGEST) {
                return Found.FLAW;
            }
        }
        keep(bytes, start);
        return Found.MORE;
    }

    private static boolean isControl(byte value) {
        return (value >= 0 && value < ' ' && value != '\t') || value == 0x7F;
    }

    private Found show(ByteBuffer bytes, int start, int lineFeed) {
        whole = true;
        if (keptBytes == 0) {
            shown = bytes;
            from = start;
            bytes.position(lineFeed + 1);
        } else {
            ByteBuffer rest = bytes.slice(start, lineFeed + 1 - start);
            bytes.position(lineFeed + 1);
            keep(rest, 0);
            shown = ByteBuffer.wrap(kept);
            from = 0;
        }
        return Found.LINE;
    }

    private void keep(ByteBuffer bytes, int start) {
        int added = bytes.limit() - start;
        if (keptBytes + added > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(FIRST_ROOM, Integer.highestOneBit(keptBytes + added) * 2));
        }
        bytes.get(start, kept, keptBytes, added);
        keptBytes += added;
        bytes.position(bytes.limit());
    }

    /** Nothing is kept and nothing shown. */
    void clear() {
        if (kept.length > ROOM_TO_KEEP) {
            kept = NOTHING;
        }
        keptBytes = 0;
        carriageReturn = false;
        whole = false;
        length = 0;
    }

    /** Whether bytes of a line that is not whole are kept. */
    boolean isBegun() {
        return keptBytes > 0 && !whole;
    }

    /** Bytes of the line shown, without its end. */
    int length() {
        return length;
    }

    byte at(int index) {
        return shown.get(from + index);
    }

    /** The place of a byte, from {@code start} on; the length if it is not there. */
    int indexOf(char wanted, int start) {
        int at = start;
        while (at < length && at(at) != wanted) {
            at++;
        }
        return at;
    }

    /** Whether a part is this word, which is in lower case; letters in either case are the same. */
    boolean is(String word, int start, int end) {
        if (end - start != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (lower(at(start + i)) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte value) {
        return isBetween(value, 'A', 'Z') ? value + 'a' - 'A' : value;
    }

    /** Whether exactly this stands there. */
    boolean begins(String wanted, int start) {
        boolean same = start + wanted.length() <= length;
        for (int i = 0; same && i < wanted.length(); i++) {
            same = at(start + i) == wanted.charAt(i);
        }
        return same;
    }

    String text(int start, int end) {
        byte[] bytes = new byte[end - start];
        shown.get(from + start, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Whether a byte may be part of a token (RFC 9110 section 5.6.2). */
    static boolean isToken(byte value) {
        return isBetween(value, 'a', 'z')
                || isBetween(value, 'A', 'Z')
                || isBetween(value, '0', '9')
                || (value > 0 && "!#$%&'*+-.^_`|~".indexOf(value) >= 0);
    }

    private static boolean isBetween(byte value, char first, char last) {
        return value >= first && value <= last;
    }

    /** Whether a part is one token. */
    boolean isToken(int start, int end) {
        for (int i = start; i < end; i++) {
            if (!isToken(at(i))) {
                return false;
            }
        }
        return end > start;
    }
}
