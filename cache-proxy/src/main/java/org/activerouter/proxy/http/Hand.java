package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import org.activerouter.proxy.balance.Member;
import org.jspecify.annotations.Nullable;

/**
 * A member that does parts of an answer, one after the other: each is asked for on the same connection. The first of an answer's hands
 * is the one that was asked for the whole; it goes on with what follows as long as nobody else does that. Thread: the session's event
 * loop.
 */
final class Hand implements AnswerReader.Listener, Body.Sink {
    /** How the last thing that was asked of it goes. */
    enum Outcome {
        GOOD,
        /** It has failed. */
        FAILED,
        /** It has answered, with something else than the part; that is no fault. */
        OTHER
    }

    private final Split split;
    private final Member member;
    private final Attempts attempts;
    private final Line line;
    private @Nullable AnswerReader reader;
    private @Nullable Part part;
    private boolean whole;
    private boolean overtaken;
    private Outcome outcome = Outcome.GOOD;
    private int quiet;

    private Hand(Split split, Member member, Attempts attempts, Line line) {
        this.split = split;
        this.member = member;
        this.attempts = attempts;
        this.line = line;
    }

    /** The one that is sending the whole, whose head was just read. */
    static Hand sending(Split split, Member member, Attempts attempts, Line line, AnswerReader reader, Part part) {
        Hand hand = new Hand(split, member, attempts, line);
        hand.whole = true;
        hand.reader = reader;
        hand.begin(part, Part.State.COMING);
        reader.continueFor(hand);
        reader.tellContent(hand);
        return hand;
    }

    /** One that was not asked yet, but counts the next request as given. */
    static Hand free(Split split, Member member, Attempts attempts, Line line) {
        return new Hand(split, member, attempts, line);
    }

    private void begin(Part next, Part.State state) {
        part = next;
        quiet = 0;
        next.is(state);
    }

    Member member() {
        return member;
    }

    Line line() {
        return line;
    }

    @Nullable
    Part part() {
        return part;
    }

    Outcome outcome() {
        boolean ended = part != null && reader != null && reader.done();
        return ended ? Outcome.FAILED : outcome;
    }

    /** It is to do this; {@link #send} follows once there is a connection. */
    void give(Part next) {
        begin(next, Part.State.ASKED);
        attempts.ask(member);
    }

    /** Asks for what is missing of its part. */
    void send(ByteBuf request) {
        Part wanted = part;
        if (wanted != null) {
            attempts.sent();
            quiet = 0;
            reader = new AnswerReader(split.asked(), split.shared(), this);
            line.write(Ranges.ask(request, wanted.next(), wanted.last()));
        }
    }

    /** Bytes of the member; takes them over. */
    void answer(ByteBuf bytes) {
        quiet = 0;
        if (reader == null) {
            bytes.release();
            outcome = Outcome.FAILED;
        } else {
            reader.bytes(bytes);
        }
    }

    /** The head of a part. */
    @Override
    public AnswerReader.Verdict head(HeadParser parser) {
        attempts.answered(parser.status() < 500);
        Part wanted = part;
        AnswerReader read = reader;
        if (wanted == null || read == null || !isThat(wanted, parser)) {
            outcome = Outcome.OTHER;
            forget();
            return AnswerReader.Verdict.STOP;
        }
        wanted.is(Part.State.COMING);
        read.tellContent(this);
        return AnswerReader.Verdict.DROP;
    }

    private boolean isThat(Part wanted, HeadParser parser) {
        return new Extent(split.whole(), wanted.next(), wanted.last()).equals(Extent.part(parser));
    }

    @Override
    public void content(ByteBuf in, int at, int bytes) {
        int from = at;
        int left = bytes;
        while (part != null && left > 0) {
            Part current = part;
            int taken = Math.min(left, current.missing());
            split.parts().content(current, in, from, taken);
            from += taken;
            left -= taken;
            if (current.complete()) {
                part = whole ? goOn(current) : null;
            }
        }
        // What is more than a part was not asked for; of the whole it is somebody else's.
        if (left > 0 && !whole) {
            outcome = Outcome.OTHER;
        }
    }

    private @Nullable Part goOn(Part done) {
        Part next = split.parts().following(done);
        if (next != null) {
            split.relieve(next);
            next.is(Part.State.COMING);
        }
        return next;
    }

    @Override
    public void pass(ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public void bad() {
        outcome = Outcome.FAILED;
    }

    @Override
    public void broken() {
        outcome = Outcome.FAILED;
    }

    /** Whether the answer to what it was asked last is over, or nothing more of it is wanted. */
    boolean isThrough() {
        return part == null && (whole || (reader != null && reader.done()));
    }

    /** It is through: the connection is kept if it is worth that. */
    void rest() {
        AnswerReader read = reader;
        boolean clean = read != null && read.done() && read.persists() && !read.hasMore();
        forget();
        reader = null;
        whole = false;
        attempts.leave();
        if (!clean) {
            line.drop();
        }
    }

    boolean isFree() {
        return part == null && reader == null;
    }

    /** A second has passed; whether it is waited for longer than is borne. */
    boolean isSilentFor(long seconds, boolean excused) {
        quiet = part == null || excused ? 0 : quiet + 1;
        return quiet > seconds;
    }

    /** It gets nothing more. What it was doing is left to others. */
    void dismiss(boolean failed) {
        if (failed) {
            attempts.failed();
        }
        leavePart();
        forget();
        reader = null;
        attempts.leave();
        line.drop();
    }

    /** The whole has come as far as its part before anything of that has: whoever sends it goes on with that. */
    void relieve() {
        leavePart();
        attempts.leave();
        if (reader != null) {
            forget();
            reader = null;
            overtaken = true;
            line.drop();
        }
    }

    /** Asking it has not been worth while. */
    boolean wasOvertaken() {
        return overtaken;
    }

    private void leavePart() {
        if (part != null) {
            part.is(Part.State.OPEN);
            part = null;
        }
    }

    /** All is done: its connection may serve the next request. */
    void retire() {
        leavePart();
        if (reader != null || !line.stands()) {
            dismiss(false);
        } else {
            line.release(member, true);
        }
    }

    private void forget() {
        if (reader != null) {
            reader.forget();
        }
    }
}
