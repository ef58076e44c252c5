package org.activerouter.analyzer.http;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one direction of a connection into messages (RFC 9112): a first line, fields, a body of which only the end matters. What
 * can be read in two ways is a flaw. One thread.
 */
abstract class MessageReader {
    /** First line and fields together; also trailers. */
    static final int LONGEST_HEAD = 64 * 1024;

    private static final int LONGEST_CHUNK_LINE = 1024;

    /** 15 digits fit into a long. */
    private static final int LONGEST_CHUNK_NUMBER = 15;

    private final Line line = new Line();
    private final Fields fields = new Fields();
    private Part part = Part.FIRST_LINE;
    private int headBytes;
    private long firstNanos;
    private boolean skippedEmptyLine;

    /** Bytes of the body, or of the chunk, that are still to come. */
    private long missing;

    private boolean stopped;

    private enum Part {
        FIRST_LINE,
        FIELDS,
        SIZED,
        CHUNK_LINE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        UNTIL_CLOSE
    }

    /** How a body ends. */
    enum Body {
        NONE,
        SIZED,
        CHUNKED,
        UNTIL_CLOSE
    }

    /**
     * A message's first line.
     *
     * @param firstNanos stamp of its first byte
     * @return what is wrong with it; null if nothing
     */
    abstract @Nullable String firstLine(Line text, long firstNanos, long nanos);

    /** What is wrong with the head as a whole; null if nothing. */
    abstract @Nullable String flaw(Fields head);

    /** How the message's body ends; its head is sound. */
    abstract Body body(Fields head);

    /** The head is over and a body follows, or the end. */
    abstract void headRead(Fields head, long nanos);

    /** The message is over. */
    abstract void ended(long firstNanos, long nanos);

    /** These bytes can be read in two ways, or in none. */
    abstract void flawed(String reason, long nanos);

    /** Whether empty lines may come before the first (RFC 9112 section 2.2). */
    abstract boolean mayBeginWithEmptyLine();

    /** The next bytes; leaves the buffer's position where it was. */
    final void bytes(ByteBuffer bytes, long nanos) {
        int before = bytes.position();
        stopped = false;
        while (bytes.hasRemaining() && !stopped) {
            switch (part) {
                case SIZED, CHUNK -> pass(bytes, nanos);
                case UNTIL_CLOSE -> bytes.position(bytes.limit());
                default -> cut(bytes, nanos);
            }
        }
        bytes.position(before);
    }

    /** Nothing more is read of the bytes given now. */
    final void stop() {
        stopped = true;
    }

    private void cut(ByteBuffer bytes, long nanos) {
        if (part == Part.FIRST_LINE && !line.isBegun()) {
            firstNanos = nanos;
        }
        switch (line.take(bytes)) {
            case MORE -> {}
            case FLAW -> flawed("no line of HTTP", nanos);
            case LINE -> {
                String flaw = take(nanos);
                if (flaw != null) {
                    flawed(flaw, nanos);
                }
            }
        }
    }

    private @Nullable String take(long nanos) {
        return switch (part) {
            case FIRST_LINE -> takeFirst(nanos);
            case FIELDS -> takeField(nanos);
            case CHUNK_LINE -> takeChunkLine();
            case CHUNK_END -> takeChunkEnd();
            case TRAILERS -> takeTrailer(nanos);
            default -> throw new IllegalStateException(part.toString());
        };
    }

    private @Nullable String takeFirst(long nanos) {
        if (line.length() == 0 && mayBeginWithEmptyLine() && !skippedEmptyLine) {
            skippedEmptyLine = true;
            return null;
        }
        String flaw = firstLine(line, firstNanos, nanos);
        if (flaw == null) {
            part = Part.FIELDS;
            headBytes = line.length();
            fields.clear();
        }
        return flaw;
    }

    private @Nullable String takeField(long nanos) {
        if (line.length() > 0) {
            return tooLong() ? "a longer head than servers accept" : fields.take(line);
        }
        String flaw = flaw(fields);
        if (flaw == null) {
            begin(body(fields));
            headRead(fields, nanos);
            if (part == Part.FIRST_LINE) {
                end(nanos);
            }
        }
        return flaw;
    }

    private boolean tooLong() {
        headBytes += line.length() + 2;
        return headBytes > LONGEST_HEAD;
    }

    private void begin(Body body) {
        missing = fields.contentLength();
        part = switch (body) {
            case NONE -> Part.FIRST_LINE;
            case SIZED -> missing == 0 ? Part.FIRST_LINE : Part.SIZED;
            case CHUNKED -> Part.CHUNK_LINE;
            case UNTIL_CLOSE -> Part.UNTIL_CLOSE;
        };
    }

    private void end(long nanos) {
        part = Part.FIRST_LINE;
        skippedEmptyLine = false;
        ended(firstNanos, nanos);
    }

    private void pass(ByteBuffer bytes, long nanos) {
        int count = (int) Math.min(missing, bytes.remaining());
        bytes.position(bytes.position() + count);
        passed(count, nanos);
    }

    private void passed(long count, long nanos) {
        missing -= count;
        if (missing == 0 && part == Part.CHUNK) {
            part = Part.CHUNK_END;
        } else if (missing == 0) {
            end(nanos);
        }
    }

    /** RFC 9112 section 7.1; what follows the number is passed over, but it must begin as an extension. */
    private @Nullable String takeChunkLine() {
        int digits = 0;
        long size = 0;
        while (digits < line.length() && digits <= LONGEST_CHUNK_NUMBER && hex(line.at(digits)) >= 0) {
            size = size * 16 + hex(line.at(digits));
            digits++;
        }
        if (digits == 0
                || digits > LONGEST_CHUNK_NUMBER
                || line.length() > LONGEST_CHUNK_LINE
                || !isExtension(digits)) {
            return "a chunk without a proper size";
        }
        missing = size;
        headBytes = 0;
        part = size == 0 ? Part.TRAILERS : Part.CHUNK;
        return null;
    }

    private static int hex(byte value) {
        return value < 0 ? -1 : Character.digit(value, 16);
    }

    private boolean isExtension(int start) {
        int at = start;
        while (at < line.length() && (line.at(at) == ' ' || line.at(at) == '\t')) {
            at++;
        }
        return at == line.length() || line.at(at) == ';';
    }

    private @Nullable String takeChunkEnd() {
        part = Part.CHUNK_LINE;
        return line.length() == 0 ? null : "a chunk longer than its size";
    }

    private @Nullable String takeTrailer(long nanos) {
        if (line.length() == 0) {
            end(nanos);
            return null;
        }
        int colon = line.indexOf(':', 0);
        return colon == line.length() || !line.isToken(0, colon) || tooLong() ? "a trailer that is no field" : null;
    }

    /**
     * Bytes are missing here.
     *
     * @return whether it is known what follows them: they were part of a body
     */
    final boolean gap(long missingBytes, long nanos) {
        boolean inside = part == Part.UNTIL_CLOSE || (isCounted() && missingBytes <= missing);
        if (inside && isCounted()) {
            passed(missingBytes, nanos);
        }
        return inside;
    }

    private boolean isCounted() {
        return part == Part.SIZED || part == Part.CHUNK;
    }

    /** The connection is over, in order. */
    final void closed(long nanos) {
        if (part == Part.UNTIL_CLOSE) {
            end(nanos);
        }
    }

    /** Begins anew with a message's first byte. */
    final void restart() {
        line.clear();
        part = Part.FIRST_LINE;
        skippedEmptyLine = false;
    }

    /** Whether the next byte begins a message. */
    final boolean isBetweenMessages() {
        return part == Part.FIRST_LINE && !line.isBegun();
    }

    /** Whether a body is being read. */
    final boolean isInBody() {
        return part != Part.FIRST_LINE && part != Part.FIELDS;
    }
}
