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
final class Exchange implements AnswerReader.Listener {
    /** Who waits for an equal request of another client goes itself after so many seconds. */
    private static final int COALESCED_SECONDS = 5;

    private final HttpSession http;
    private final Shared shared;
    private final Asked asked;
    private final Attempts attempts;
    private final @Nullable CachePart cache;
    private final boolean behind;
    private final Body requestBody = new Body();
    private final AnswerReader reader;
    private @Nullable ByteBuf request;
    private @Nullable End upstream;
    private boolean waitsForAnother;
    private boolean reused;
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
    Exchange(HttpSession http, HeadParser parser, @Nullable CachePart cache, boolean behind) {
        this.http = http;
        this.shared = http.shared();
        this.asked = Asked.of(parser);
        this.cache = cache;
        this.behind = behind;
        this.reader = new AnswerReader(asked, shared, this);
        Fields fields = parser.fields();
        if (fields.chunked()) {
            requestBody.chunked();
        } else {
            requestBody.length(Math.max(0, fields.length()));
        }
        Session session = http.session();
        this.attempts =
                new Attempts(shared, session.asked(), session.clientAddress().getAddress(), parser.targetHash());
    }

    Asked asked() {
        return asked;
    }

    /** The client has its answer already. */
    boolean isBehind() {
        return behind;
    }

    /** Takes the request's head over. */
    void begin(ByteBuf head) {
        request = head;
        Session session = http.session();
        if (cache == null || cache.takeOff(() -> session.execute(this::anotherIsBack))) {
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
        if (cache != null && request != null) {
            request = cache.withConditions(request);
        }
        giveToNext();
    }

    /** An equal request has come back: perhaps there is an answer now. */
    private void anotherIsBack() {
        if (!waitsForAnother || over || cache == null) {
            return;
        }
        Decision.Serve serve = cache.again();
        if (serve == null) {
            go();
        } else {
            serve(serve);
        }
        http.goOn();
    }

    private void serve(Decision.Serve serve) {
        over = true;
        forgetRequest();
        attempts.leave();
        http.answered(serve, this);
    }

    private void giveToNext() {
        Member next = attempts.next();
        if (next == null) {
            giveUp(Fault.UNREACHABLE);
            return;
        }
        End idle = http.upstreams().take(next);
        reused = idle != null;
        if (idle == null) {
            connect(next);
        } else {
            http.session().turnTo(idle);
            send(idle);
        }
    }

    private void connect(Member to) {
        attempts.sent();
        http.session().turnTo(null);
        http.session().connect(to.endpoint());
    }

    /** The connection that was asked for stands. */
    void connected(End end) {
        if (over) {
            end.reset();
            return;
        }
        end.reading(true);
        send(end);
        http.goOn();
    }

    private void send(End end) {
        attempts.sent();
        upstream = end;
        if (cache != null) {
            cache.sent();
        }
        if (request != null) {
            end.write(request.retainedDuplicate());
            if (!asked.repeatable()) {
                forgetRequest();
            }
        }
    }

    private void forgetRequest() {
        if (request != null) {
            request.release();
            request = null;
        }
    }

    /** The connection that was asked for could not be made: nothing was lost, so that another member may be asked in any case. */
    void unreachable() {
        if (!over) {
            attempts.failed();
            attempts.leave();
            giveToNext();
        }
    }

    boolean isWith(End end) {
        return upstream == end;
    }

    /** The client has not said all that belongs to the request, and what it has said was passed on. */
    boolean needsMore() {
        return upstream != null && !requestBody.done();
    }

    /** Passes on what belongs to the request's body; whether there may be more to do with what is left. */
    boolean body(ByteBuf bytes) {
        if (upstream == null || requestBody.done()) {
            return false;
        }
        int taken = requestBody.take(bytes);
        if (taken > 0) {
            http.stir();
            upstream.write(http.take(bytes, taken));
        }
        if (requestBody.broken()) {
            giveUp(Fault.CHUNK);
            return false;
        }
        return requestBody.done() && settle();
    }

    /** Bytes of the member that has the request; takes them over. */
    void answer(ByteBuf bytes) {
        http.stir();
        reader.bytes(bytes);
        settle();
    }

    @Override
    public AnswerReader.Verdict head(HeadParser parser) {
        int status = parser.status();
        attempts.answered(status < 500);
        if (status >= 500 && tryAgain()) {
            return AnswerReader.Verdict.STOP;
        }
        forgetRequest();
        tunnel = status == 101 || (asked.connect() && status < 300);
        if (tunnel) {
            return AnswerReader.Verdict.TUNNEL;
        }
        boolean dropped = cache != null && cache.head(parser, reader);
        return dropped || behind ? AnswerReader.Verdict.DROP : AnswerReader.Verdict.PASS;
    }

    @Override
    public void pass(ByteBuf bytes) {
        passed = true;
        http.session().client().write(bytes);
        if (tunnel && upstream != null) {
            over = true;
            http.becomeTunnel(attempts, upstream);
        }
    }

    @Override
    public void bad() {
        memberFailed(Fault.BAD_ANSWER);
    }

    @Override
    public void broken() {
        breakOff();
    }

    /** Ends the exchange if both the request and its answer have; whether it did. */
    private boolean settle() {
        if (over || !reader.done() || !(requestBody.done() || !reader.persists())) {
            return false;
        }
        if (cache != null) {
            cache.complete(!ended);
        }
        end(reader.persists() && !reader.hasMore() && requestBody.done());
        return true;
    }

    private void end(boolean reusable) {
        over = true;
        if (reader.hasMore()) {
            shared.faults().count(Fault.BAD_ANSWER);
        }
        Member from = attempts.member();
        if (upstream != null && from != null) {
            release(from, upstream, reusable);
        }
        attempts.leave();
        forgetRequest();
        reader.forget();
        Decision.Serve instead = cache == null ? null : cache.instead();
        if (instead != null && !behind) {
            http.answered(instead, this);
        } else {
            http.ended(this, reader.persists() && !cut);
        }
    }

    private void release(Member from, End end, boolean reusable) {
        if (reusable) {
            http.upstreams().keep(from, end);
        } else {
            http.session().client().holdFor(end, false);
            http.upstreams().finish(from, end);
        }
    }

    /** The member sends no more. */
    void serverFinished() {
        End end = upstream;
        if (reader.endsWithConnection()) {
            ended = true;
            reader.ended();
            settle();
        } else {
            serverLost();
        }
        if (end != null) {
            end.finish();
        }
    }

    /** The connection with the member is gone. */
    void serverLost() {
        if (reader.done()) {
            cutShort();
        } else if (reader.begun()) {
            breakOff();
        } else if (reused && request != null && !passed && !reader.heard()) {
            again();
        } else {
            memberFailed(Fault.NO_ANSWER);
        }
    }

    /** The answer is whole, but nobody takes the rest of the request, which must not be taken for another. */
    private void cutShort() {
        cut = true;
        requestBody.none();
        letGo();
        settle();
    }

    /** The member may have ended the connection before it saw the request; that says nothing about the member. */
    private void again() {
        reused = false;
        letGo();
        Member same = attempts.member();
        if (same != null) {
            connect(same);
        }
    }

    /** The connection is worth nothing any more. */
    private void letGo() {
        End end = upstream;
        upstream = null;
        reader.forget();
        if (end != null) {
            http.session().client().holdFor(end, false);
            end.reset();
        }
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
        return request != null && !passed && attempts.mayRetry();
    }

    private void giveToAnother() {
        attempts.retried();
        letGo();
        http.stir();
        giveToNext();
    }

    /** An answer that has begun does not end as it should: the client has to see that. */
    private void breakOff() {
        attempts.failed();
        shared.faults().count(Fault.BROKEN_ANSWER);
        letGo();
        if (cache != null) {
            cache.abandon();
        }
        over = true;
        attempts.leave();
        http.ended(this, false);
    }

    private void giveUp(Fault why) {
        Decision.Serve serve = cache == null || passed ? null : cache.failed();
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

    /** Nothing has gone on for so many seconds. */
    void quietFor(int seconds) {
        HttpLimits limits = shared.limits();
        if (waitsForAnother && seconds >= COALESCED_SECONDS) {
            go();
        } else if (upstream != null) {
            quietFor(seconds, upstream, limits);
        }
    }

    private void quietFor(int seconds, End server, HttpLimits limits) {
        if (!requestBody.done()) {
            bodyAwaited(server, seconds, limits);
        } else if (!reader.begun()) {
            answerAwaited(seconds, limits);
        } else if (seconds > limits.stall().toSeconds()
                && !http.session().client().behind()) {
            breakOff();
        }
    }

    private void bodyAwaited(End server, int seconds, HttpLimits limits) {
        if (seconds > limits.body().toSeconds() && !server.behind()) {
            giveUp(Fault.BODY_TIME);
        }
    }

    private void answerAwaited(int seconds, HttpLimits limits) {
        if (seconds > limits.answer().toSeconds()) {
            memberFailed(Fault.ANSWER_TIME);
        } else if (seconds >= limits.secondTry().toSeconds() && mayTryAgain()) {
            attempts.failed();
            giveToAnother();
        }
    }

    /** The exchange is over before its time. */
    void abandon() {
        over = true;
        if (cache != null) {
            cache.abandon();
        }
        letGo();
        attempts.leave();
        forgetRequest();
    }
}
