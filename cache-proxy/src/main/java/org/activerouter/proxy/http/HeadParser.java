package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads heads of messages. What it says is true until it reads the next one; the bytes it reads are left where they are, so that they
 * can be passed on as they came. One per event loop.
 */
final class HeadParser {
    /** {@link #find} has not found the end yet. */
    static final int MORE = 0;

    /** So much is looked at at once: heads are short, and the body behind them may be long. */
    private static final int STRIDE = 1024;

    /** Looked at behind a place before that is known to lie in the head. */
    private static final int BEYOND = 16;

    private final int mostBytes;
    private final byte[] text;

    private final Fields fields = new Fields();
    private int length;
    private int lineEnd;
    private int word;
    private int wordEnd;
    private int status;
    private boolean old;

    /**
     * Has read nothing yet.
     *
     * @param mostBytes longer heads are refused
     */
    HeadParser(int mostBytes) {
        this.mostBytes = mostBytes;
        this.text = new byte[mostBytes + BEYOND];
    }

    /** How long the head is that begins where the buffer is to be read; {@link #MORE} until it is whole, -1 when it is too long. */
    int find(ByteBuf in) {
        int available = Math.min(in.readableBytes(), mostBytes);
        int copied = 0;
        while (copied < available) {
            int next = Math.min(copied + STRIDE, available);
            in.getBytes(in.readerIndex() + copied, text, copied, next - copied);
            int end = end(copied, next);
            if (end > 0) {
                length = end;
                return end;
            }
            copied = next;
        }
        return available == mostBytes ? -1 : MORE;
    }

    /** An empty line ends the head, also one that ends with a line feed only: it is refused then, not waited for. */
    private int end(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] == '\n' && (isFeed(i - 1) || (i > 1 && text[i - 1] == '\r' && isFeed(i - 2)))) {
                return i + 1;
            }
        }
        return MORE;
    }

    private boolean isFeed(int at) {
        return at >= 0 && text[at] == '\n';
    }

    /** Understands what {@link #find} has found as a request; null when nothing is wrong with it. */
    @Nullable
    Fault request() {
        int space = 0;
        while (Chars.isToken(text[space])) {
            space++;
        }
        word = space + 1;
        wordEnd = word;
        while (Chars.isTarget(text[wordEnd])) {
            wordEnd++;
        }
        if (space == 0 || text[space] != ' ' || wordEnd == word || text[wordEnd] != ' ' || !version(wordEnd + 1)) {
            return Fault.START_LINE;
        }
        lineEnd = wordEnd + 9;
        if (!endsLine(lineEnd) || !isTarget()) {
            return Fault.START_LINE;
        }
        Fault fault = fields.read(text, lineEnd + 2, length);
        return fault != null ? fault : framing();
    }

    private boolean version(int at) {
        old = startsWith("HTTP/1.0", at);
        return old || startsWith("HTTP/1.1", at);
    }

    private boolean startsWith(String ascii, int at) {
        for (int i = 0; i < ascii.length(); i++) {
            if (text[at + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean endsLine(int at) {
        return text[at] == '\r' && text[at + 1] == '\n';
    }

    /** One of the forms of RFC 9112 section 3.2; the absolute form is passed on as it is. */
    private boolean isTarget() {
        return text[word] == '/'
                || (isMethod("CONNECT") && text[word] != '*')
                || (isMethod("OPTIONS") && text[word] == '*' && wordEnd == word + 1)
                || (startsWith("http", word) && indexOf("://") > 0);
    }

    private int indexOf(String mark) {
        for (int i = word; i + mark.length() <= wordEnd; i++) {
            if (startsWith(mark, i)) {
                return i;
            }
        }
        return -1;
    }

    private @Nullable Fault framing() {
        if (fields.hosts() > 1 || (fields.hosts() == 0 && !old)) {
            return Fault.HOST;
        }
        if (fields.codings() > 0 && (old || fields.codings() > 1 || !fields.onlyChunked())) {
            return Fault.TRANSFER_CODING;
        }
        return fields.codings() > 0 && fields.length() >= 0 ? Fault.LENGTH : null;
    }

    /** Understands what {@link #find} has found as an answer; null when nothing is wrong with it. */
    @Nullable
    Fault answer() {
        if (!version(0)
                || text[8] != ' '
                || !Chars.isDigit(text[9])
                || !Chars.isDigit(text[10])
                || !Chars.isDigit(text[11])) {
            return Fault.START_LINE;
        }
        status = (text[9] - '0') * 100 + (text[10] - '0') * 10 + (text[11] - '0');
        lineEnd = 12;
        while (Chars.isValue(text[lineEnd])) {
            lineEnd++;
        }
        if (status < 100 || !endsLine(lineEnd) || (lineEnd > 12 && text[12] != ' ')) {
            return Fault.START_LINE;
        }
        Fault fault = fields.read(text, lineEnd + 2, length);
        if (fault == null && fields.codings() > 0 && (fields.length() >= 0 || fields.codings() > 1 || old)) {
            return Fault.LENGTH;
        }
        return fault;
    }

    /** The head as it came, for whoever takes it. */
    ByteBuf copy(ByteBufAllocator allocator) {
        return allocator.directBuffer(length).writeBytes(text, 0, length);
    }

    /** Whether the method of the request is this one; case matters. */
    boolean isMethod(String method) {
        return word == method.length() + 1 && startsWith(method, 0);
    }

    /** Whether repeating the request does no harm (RFC 9110 section 9.2.2). */
    boolean isIdempotent() {
        return isSafe() || isMethod("PUT") || isMethod("DELETE");
    }

    /** Whether the request only reads (RFC 9110 section 9.2.1). */
    boolean isSafe() {
        return isMethod("GET") || isMethod("HEAD") || isMethod("OPTIONS") || isMethod("TRACE");
    }

    /** The request's method. */
    String method() {
        return new String(text, 0, word - 1, StandardCharsets.ISO_8859_1);
    }

    /** The request's target, as it was written. */
    String target() {
        return new String(text, word, wordEnd - word, StandardCharsets.ISO_8859_1);
    }

    /** A hash of the target, for who wants to send the same always to the same. */
    long targetHash() {
        long hash = 0xCBF29CE484222325L;
        for (int i = word; i < wordEnd; i++) {
            hash = (hash ^ text[i]) * 0x100000001B3L;
        }
        return hash;
    }

    /** The answer's status. */
    int status() {
        return status;
    }

    /** The message is of HTTP/1.0. */
    boolean old() {
        return old;
    }

    /** Whether the sender keeps the connection after this message (RFC 9112 section 9.3). */
    boolean persists() {
        return !fields.close() && (!old || fields.keepAlive());
    }

    Fields fields() {
        return fields;
    }
}
