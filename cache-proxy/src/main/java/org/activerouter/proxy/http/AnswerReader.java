package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Reads the answer to one request, and has it passed on as it comes. Thread: the session's event loop. */
final class AnswerReader {
    /** What becomes of an answer whose head was read. */
    enum Verdict {
        /** It goes to the client. */
        PASS,
        /** It is read to its end, and goes nowhere. */
        DROP,
        /** All that follows goes to the client unread. */
        TUNNEL,
        /** Whoever was asked has taken the matter over; the reader was told to {@link #forget}. */
        STOP
    }

    /** Who knows what was asked. */
    interface Listener {
        /** The last head of an answer was read (those before said that it is still to come). */
        Verdict head(HeadParser parser);

        /** These bytes are for the client; the listener takes them over. */
        void pass(ByteBuf bytes);

        /** What came is no answer to what was asked. */
        void bad();

        /** The body is not what it says. */
        void broken();
    }

    private static final String EVENTS = "text/event-stream";

    private final Asked asked;
    private final Shared shared;
    private Listener listener;
    private final Body body = new Body();
    private @Nullable ByteBuf waiting;
    private boolean begun;
    private boolean dropped;
    private boolean heard;
    private boolean forgotten;
    private boolean persists;
    private boolean pauses;

    AnswerReader(Asked asked, Shared shared, Listener listener) {
        this.asked = asked;
        this.shared = shared;
        this.listener = listener;
    }

    /** Takes bytes over. */
    void bytes(ByteBuf bytes) {
        heard = true;
        forgotten = false;
        ByteBuf in = Buffers.append(waiting, bytes);
        waiting = in;
        int start = in.readerIndex();
        boolean more = true;
        while (more && in.isReadable()) {
            more = begun ? content(in) : head(in);
        }
        if (!forgotten) {
            pass(in, start);
        }
    }

    private void pass(ByteBuf in, int start) {
        int read = in.readerIndex() - start;
        if (read == 0) {
            return;
        }
        if (dropped) {
            waiting = in.isReadable() ? in : null;
            if (waiting == null) {
                in.release();
            }
        } else {
            in.readerIndex(start);
            ByteBuf first = Buffers.first(in, read);
            waiting = Buffers.rest(in, first);
            listener.pass(first);
        }
    }

    private boolean content(ByteBuf in) {
        in.skipBytes(body.take(in));
        if (body.broken()) {
            listener.broken();
        }
        return false;
    }

    /** Reads a head; whether there may be more to read. */
    private boolean head(ByteBuf in) {
        HeadParser parser = shared.parser();
        int length = parser.find(in);
        if (length == HeadParser.MORE) {
            return false;
        }
        if (length < 0 || parser.answer() != null || (parser.status() == 101 && !asked.upgrade())) {
            listener.bad();
            return false;
        }
        if (parser.status() < 200 && parser.status() != 101) {
            in.skipBytes(length);
            return true;
        }
        return last(parser, in, length);
    }

    private boolean last(HeadParser parser, ByteBuf in, int length) {
        persists = asked.persists() && parser.persists();
        pauses = isOfEvents(parser.fields());
        delimit(parser.status(), parser.fields());
        return switch (listener.head(parser)) {
            case PASS -> begin(in, length, false);
            case DROP -> begin(in, length, true);
            case TUNNEL -> {
                in.skipBytes(in.readableBytes());
                begun = true;
                yield false;
            }
            case STOP -> false;
        };
    }

    /** Events come when something happens (WHATWG HTML section 9.2); how many there will be is never said. */
    private static boolean isOfEvents(Fields fields) {
        String type = fields.length() >= 0 ? null : fields.find("content-type");
        return type != null && type.regionMatches(true, 0, EVENTS, 0, EVENTS.length());
    }

    private boolean begin(ByteBuf in, int length, boolean drop) {
        in.skipBytes(length);
        begun = true;
        dropped = drop;
        return true;
    }

    /** Where the answer ends (RFC 9112 section 6.3). */
    private void delimit(int status, Fields fields) {
        if (asked.head() || status == 204 || status == 304 || status == 101) {
            body.none();
        } else if (fields.chunked()) {
            body.chunked();
        } else if (fields.codings() == 0 && fields.length() >= 0) {
            body.length(fields.length());
        } else {
            body.untilClose();
            persists = false;
        }
    }

    /** From now on somebody else is told. */
    void continueFor(Listener other) {
        listener = other;
    }

    /** Gives the content to somebody as well. */
    void tellContent(Body.Sink sink) {
        body.tellContent(sink);
    }

    /** Anything at all has come. */
    boolean heard() {
        return heard;
    }

    /** The last head was read. */
    boolean begun() {
        return begun;
    }

    /** It may say nothing for as long as it likes before it ends. */
    boolean pauses() {
        return pauses;
    }

    /** The answer is whole. */
    boolean done() {
        return begun && body.done();
    }

    boolean endsWithConnection() {
        return begun && body.endsWithConnection();
    }

    /** The connection has ended, and the answer with it. */
    void ended() {
        body.none();
    }

    /** Whether both sides keep their connection after this answer. */
    boolean persists() {
        return persists;
    }

    /** More has come than belongs to the answer. */
    boolean hasMore() {
        return waiting != null;
    }

    /** Drops what waits, and begins anew. */
    void forget() {
        if (waiting != null) {
            waiting.release();
            waiting = null;
        }
        forgotten = true;
        heard = false;
    }
}
