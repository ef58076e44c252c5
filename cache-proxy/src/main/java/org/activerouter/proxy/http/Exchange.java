package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import org.activerouter.proxy.balance.Member;
import org.activerouter.proxy.http.cache.Decision;
import org.activerouter.proxy.relay.End;
import org.activerouter.proxy.relay.Session;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer: to a member, and when that fails and nothing is lost by it, to another. Thread: the session's event loop.
 */
final class Exchange implements Turn, AnswerReader.Listener {
    /** Who waits for an equal request of another client goes itself after so many seconds. */
    private static final int COALESCED_SECONDS = 5;

    private final HttpSession http;
    private final Shared shared;
    private final Asked asked;
    private final Attempts attempts;
    private final CacheSide cache;
    private final boolean behind;
    private final Outgoing request;
    private final Line line;
    private final AnswerReader reader;
    private final boolean divisible;
    private @Nullable Split split;
    private boolean waitsForAnother;
    private boolean passed;
    private boolean tunnel;
    private boolean ended;
    private boolean cut;
    private boolean over;

    /**
     * An exchange of the request that the parser has just read.
     *
     * @param behind whether the client has its answer already, and this one is for the cache only
     */
    Exchange(HttpSession http, HeadParser parser, CacheSide cache, boolean behind) {
        this.http = http;
        this.shared = http.shared();
        this.asked = Asked.of(parser);
        this.cache = cache;
        this.behind = behind;
        this.reader = new AnswerReader(asked, shared, this);
        this.request = Outgoing.of(parser.fields(), asked);
        this.line = new Line(http);
        Session session = http.session();
        this.attempts =
                new Attempts(shared, session.asked(), session.clientAddress().getAddress(), parser.targetHash());
        this.divisible = shared.cache() == null && attempts.isSplit() && Ranges.areAllowed(parser, asked);
    }

    Asked asked() {
        return asked;
    }

    @Override
    public boolean isBehind() {
        return behind;
    }

    /** Takes the request's head over. */
    void begin(ByteBuf head) {
        request.head(head);
        Session session = http.session();
        if (cache.takeOff(() -> session.execute(this::anotherIsBack))) {
            go();
        } else if (behind) {
            end(false);
        } else {
            waitsForAnother = true;
        }
    }

    private void go() {
        waitsForAnother = false;
        http.traffic().forwarded.increment();
        request.changeHead(cache::withConditions);
        giveToNext();
    }

    /** An equal request has come back: perhaps there is an answer now. */
    private void anotherIsBack() {
        if (!waitsForAnother || over) {
            return;
        }
        Decision.Serve serve = cache.again();
        if (serve == null) {
            go();
        } else {
            abandon();
            http.answered(serve, this);
        }
        http.goOn();
    }

    private void giveToNext() {
        Member next = attempts.next();
        if (next == null) {
            giveUp(Fault.UNREACHABLE);
        } else if (line.take(next)) {
            send();
        } else {
            attempts.sent();
        }
    }

    @Override
    public void connected(End end) {
        if (over) {
            end.reset();
            return;
        }
        line.connected(end);
        send();
        http.goOn();
    }

    private void send() {
        attempts.sent();
        cache.sent();
        request.sendHead(line);
    }

    /** Nothing was lost, so that another member may be asked in any case. */
    @Override
    public void unreachable() {
        if (!over) {
            attempts.failed();
            attempts.leave();
            giveToNext();
        }
    }

    @Override
    public boolean isWith(End end) {
        return line.is(end);
    }

    @Override
    public boolean needsMore() {
        return line.stands() && !request.done();
    }

    @Override
    public boolean body(ByteBuf bytes) {
        if (!needsMore()) {
            return false;
        }
        int taken = request.take(bytes);
        if (taken > 0) {
            http.stir();
            line.write(http.take(bytes, taken));
        }
        if (request.broken()) {
            giveUp(Fault.CHUNK);
            return false;
        }
        return request.done() && settle();
    }

    @Override
    public void answer(End from, ByteBuf bytes) {
        http.stir();
        reader.bytes(bytes);
        if (split == null) {
            settle();
        } else {
            split.settle();
        }
    }

    @Override
    public AnswerReader.Verdict head(HeadParser parser) {
        int status = parser.status();
        attempts.answered(status < 500);
        if (status >= 500 && tryAgain()) {
            return AnswerReader.Verdict.STOP;
        }
        split = divisible ? Split.instead(http, parser, asked, request, attempts, line, reader) : null;
        if (split != null) {
            over = true;
            return AnswerReader.Verdict.DROP;
        }
        request.forgetHead();
        tunnel = status == 101 || (asked.connect() && status < 300);
        if (tunnel) {
            cache.abandon();
            return AnswerReader.Verdict.TUNNEL;
        }
        boolean dropped = cache.head(parser, reader);
        return dropped || behind ? AnswerReader.Verdict.DROP : AnswerReader.Verdict.PASS;
    }

    @Override
    public void pass(ByteBuf bytes) {
        if (behind) {
            // What says that an answer is still to come is not for a client that has it.
            bytes.release();
            return;
        }
        passed = true;
        http.session().client().write(bytes);
        End server = tunnel ? line.giveAway() : null;
        if (server != null) {
            over = true;
            http.becomeTunnel(attempts, server);
        }
    }

    @Override
    public void bad() {
        memberFailed(Fault.BAD_ANSWER);
    }

    /** Ends the exchange if both the request and its answer have; whether it did. */
    private boolean settle() {
        if (over || !reader.done() || !(request.done() || !reader.persists())) {
            return false;
        }
        cache.complete(!ended);
        end(reader.persists() && !reader.hasMore() && request.done());
        return true;
    }

    private void end(boolean reusable) {
        over = true;
        if (reader.hasMore()) {
            shared.faults().count(Fault.BAD_ANSWER);
        }
        Member from = attempts.member();
        if (from != null) {
            line.release(from, reusable);
        }
        attempts.leave();
        request.forgetHead();
        reader.forget();
        close(reader.persists() && !cut);
    }

    /** Nothing more of this answer comes; if it was not to be passed on, the client gets another now. */
    private void close(boolean persists) {
        Decision.Serve instead = cache.instead();
        if (instead != null && !behind) {
            http.answered(instead, this);
        } else {
            http.ended(this, persists);
        }
    }

    @Override
    public void serverFinished(End end) {
        if (reader.endsWithConnection()) {
            ended = true;
            reader.ended();
            settle();
        } else {
            serverLost(end);
        }
        end.finish();
    }

    @Override
    public void serverLost(End end) {
        if (reader.done()) {
            cutShort();
        } else if (reader.begun()) {
            broken();
        } else if (line.wasReused() && request.head() != null && !passed && !reader.heard()) {
            again();
        } else {
            memberFailed(Fault.NO_ANSWER);
        }
    }

    /** The answer is whole, but nobody takes the rest of the request, which must not be taken for another. */
    private void cutShort() {
        cut = true;
        request.cut();
        letGo();
        settle();
    }

    /** The member may have ended the connection before it saw the request; that says nothing about the member. */
    private void again() {
        letGo();
        Member same = attempts.member();
        if (same != null) {
            attempts.sent();
            line.connect(same);
        }
    }

    /** The connection is worth nothing any more. */
    private void letGo() {
        reader.forget();
        line.drop();
    }

    /** Nothing of an answer came that could be passed on. */
    private void memberFailed(Fault why) {
        attempts.failed();
        if (!tryAgain()) {
            giveUp(why);
        }
    }

    /** Gives the request to another member, if that may be done. */
    private boolean tryAgain() {
        boolean may = mayTryAgain();
        if (may) {
            giveToAnother();
        }
        return may;
    }

    private boolean mayTryAgain() {
        return request.head() != null && !passed && attempts.mayRetry();
    }

    private void giveToAnother() {
        attempts.retried();
        letGo();
        http.stir();
        giveToNext();
    }

    /** An answer that has begun does not end as it should: the client has to see that, if it gets this answer at all. */
    @Override
    public void broken() {
        attempts.failed();
        shared.faults().count(Fault.BROKEN_ANSWER);
        abandon();
        if (passed && reader.endsWithConnection()) {
            // The end of the connection would say that the answer is whole.
            http.session().reset();
        } else {
            close(false);
        }
    }

    private void giveUp(Fault why) {
        Decision.Serve serve = passed ? null : cache.failed();
        boolean begun = passed;
        abandon();
        if (behind) {
            http.ended(this, true);
        } else if (serve != null) {
            http.answered(serve, this);
        } else if (begun) {
            shared.faults().count(why);
            http.session().reset();
        } else {
            http.refuse(why);
        }
    }

    @Override
    public void quietFor(int seconds) {
        if (waitsForAnother && seconds >= COALESCED_SECONDS) {
            go();
        } else if (line.stands()) {
            boolean clientBehind = http.session().client().behind();
            bear(Silence.of(seconds, shared.limits(), request, reader, line.behind(), clientBehind));
        }
    }

    private void bear(Silence silence) {
        switch (silence) {
            case BORNE -> {}
            case BODY_OVER -> giveUp(Fault.BODY_TIME);
            case ANSWER_LATE -> tryElsewhere();
            case ANSWER_OVER -> memberFailed(Fault.ANSWER_TIME);
            case ANSWER_STOPPED -> attempts.failed();
            case ANSWER_BROKEN -> broken();
        }
    }

    private void tryElsewhere() {
        if (mayTryAgain()) {
            attempts.failed();
            giveToAnother();
        }
    }

    @Override
    public void abandon() {
        over = true;
        cache.abandon();
        letGo();
        attempts.leave();
        request.forgetHead();
    }
}
