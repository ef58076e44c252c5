package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the body of a message ends (RFC 9112 sections 6 and 7) without keeping any of it: of bytes that come it says how many
 * belong to the body. One message, one thread.
 */
final class Body {
    /** Extensions of a chunk mean nothing to anybody; this many bytes of them are passed. */
    private static final int MOST_EXTENSION = 1024;

    private static final int MOST_TRAILER = 8 << 10;

    /** Digits of a chunk's length: 15 of them are a petabyte. */
    private static final int MOST_DIGITS = 15;

    private enum State {
        LENGTH,
        UNTIL_CLOSE,
        SIZE,
        EXTENSION,
        SIZE_FEED,
        DATA,
        DATA_RETURN,
        DATA_FEED,
        TRAILER,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_FEED,
        LAST_FEED,
        DONE,
        BROKEN
    }

    /** Who wants the content, without what chunks put between it. */
    interface Sink {
        /** So many bytes from a place in a buffer, which stays whose it was. */
        void content(ByteBuf in, int at, int bytes);
    }

    private State state = State.DONE;
    private @Nullable Sink sink;
    private long left;
    private int counted;

    /** There is none. */
    void none() {
        state = State.DONE;
    }

    /** It has a length. */
    void length(long bytes) {
        left = bytes;
        state = bytes == 0 ? State.DONE : State.LENGTH;
    }

    /** It comes in chunks. */
    void chunked() {
        state = State.SIZE;
        left = 0;
        counted = 0;
    }

    /** It lasts until the connection ends. */
    void untilClose() {
        state = State.UNTIL_CLOSE;
    }

    /** Gives the content to somebody as it comes. */
    void tellContent(@Nullable Sink to) {
        sink = to;
    }

    boolean done() {
        return state == State.DONE;
    }

    /** It is not what it says; nothing of it can be believed any more. */
    boolean broken() {
        return state == State.BROKEN;
    }

    boolean endsWithConnection() {
        return state == State.UNTIL_CLOSE;
    }

    /** How many of the readable bytes belong to the body, up to its end or to where it breaks. */
    int take(ByteBuf in) {
        int start = in.readerIndex();
        int end = in.writerIndex();
        int at = start;
        while (at < end && state != State.DONE && state != State.BROKEN) {
            at = isBulk() ? bulk(in, at, end) : sign(in, at);
        }
        return at - start;
    }

    private boolean isBulk() {
        return state == State.LENGTH || state == State.DATA || state == State.UNTIL_CLOSE;
    }

    private int bulk(ByteBuf in, int at, int end) {
        int taken = state == State.UNTIL_CLOSE ? end - at : (int) Math.min(left, end - at);
        if (sink != null) {
            sink.content(in, at, taken);
        }
        if (state != State.UNTIL_CLOSE) {
            left -= taken;
            if (left == 0) {
                state = state == State.DATA ? State.DATA_RETURN : State.DONE;
            }
        }
        return at + taken;
    }

    /** One byte between the chunks; a broken one is not taken. */
    private int sign(ByteBuf in, int at) {
        byte each = in.getByte(at);
        state = switch (state) {
            case SIZE -> size(each);
            case EXTENSION ->
                each == '\r' ? State.SIZE_FEED : counting(Chars.isValue(each), MOST_EXTENSION, State.EXTENSION);
            case SIZE_FEED -> each != '\n' ? State.BROKEN : afterSize();
            case DATA_RETURN -> each == '\r' ? State.DATA_FEED : State.BROKEN;
            case DATA_FEED -> each == '\n' ? nextChunk() : State.BROKEN;
            case TRAILER ->
                each == '\r' ? State.LAST_FEED : counting(Chars.isToken(each), MOST_TRAILER, State.TRAILER_NAME);
            case TRAILER_NAME -> each == ':' ? State.TRAILER_VALUE : counting(Chars.isToken(each), MOST_TRAILER, state);
            case TRAILER_VALUE ->
                each == '\r' ? State.TRAILER_FEED : counting(Chars.isValue(each), MOST_TRAILER, state);
            case TRAILER_FEED -> each == '\n' ? State.TRAILER : State.BROKEN;
            case LAST_FEED -> each == '\n' ? State.DONE : State.BROKEN;
            default -> State.BROKEN;
        };
        return state == State.BROKEN ? at : at + 1;
    }

    private State size(byte each) {
        int digit = Chars.hex(each);
        if (digit >= 0 && counted < MOST_DIGITS) {
            left = (left << 4) | digit;
            counted++;
            return State.SIZE;
        }
        if (counted == 0 || digit >= 0) {
            return State.BROKEN;
        }
        counted = 0;
        return each == '\r' ? State.SIZE_FEED : each == ';' ? State.EXTENSION : State.BROKEN;
    }

    private State afterSize() {
        counted = 0;
        return left == 0 ? State.TRAILER : State.DATA;
    }

    private State nextChunk() {
        counted = 0;
        left = 0;
        return State.SIZE;
    }

    private State counting(boolean allowed, int most, State next) {
        return allowed && ++counted <= most ? next : State.BROKEN;
    }
}
