package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.activerouter.proxy.balance.Member;
import org.activerouter.proxy.relay.End;
import org.jspecify.annotations.Nullable;

/**
 * An answer that several members bring together (RFC 9110 sections 14 and 15.3.7.3): the one that was asked sends all that the client
 * wants, the whole or a part, until parts of it that others were asked for are coming; then it too does parts. Who fails or has something else is not asked again, and what it leaves is
 * done by another. When nobody helps, the first one's answer simply goes on. Thread: the session's event loop.
 */
final class Split implements Turn {
    /** Members that do parts at once, and parts that are begun. */
    static final int MOST_HANDS = 4;

    private final HttpSession http;
    private final Asked asked;
    private final ByteBuf request;
    private final Representation whole;
    private final Attempts first;
    private final boolean persists;
    private final Parts parts;
    private final List<Hand> hands = new ArrayList<>(MOST_HANDS);
    private final Deque<Hand> toConnect = new ArrayDeque<>(MOST_HANDS);
    private @Nullable Hand connecting;
    private boolean over;

    private Split(HttpSession http, Asked asked, ByteBuf request, Extent wanted, Attempts first, boolean persists) {
        this.http = http;
        this.asked = asked;
        this.request = request;
        this.whole = wanted.of();
        this.first = first;
        this.persists = persists;
        Shared shared = http.shared();
        End client = http.session().client();
        this.parts = new Parts(wanted, shared.limits().split(), shared.splitRoom(), client.allocator(), client::write);
    }

    /**
     * Takes the place of an exchange in which the head of an answer was just read, if that is long and parts of it can be had; null if
     * not. The head goes to the client as it came.
     */
    static @Nullable Split instead(
            HttpSession http,
            HeadParser answer,
            Asked asked,
            Outgoing request,
            Attempts attempts,
            Line line,
            AnswerReader reader) {
        Extent wanted = Extent.divisible(answer);
        long above = http.shared().limits().split().above();
        ByteBuf head = wanted == null || wanted.length() <= above ? null : request.takeHead();
        if (wanted == null || head == null) {
            return null;
        }
        End client = http.session().client();
        client.write(answer.copy(client.allocator()));
        Split split = new Split(http, asked, Ranges.without(head), wanted, attempts, reader.persists());
        split.begin(line, reader);
        http.continueAs(split);
        return split;
    }

    private void begin(Line line, AnswerReader reader) {
        Member member = first.member();
        Part part = parts.next();
        if (member != null && part != null) {
            hands.add(Hand.sending(this, member, first, line, reader, part));
        }
    }

    Asked asked() {
        return asked;
    }

    Shared shared() {
        return http.shared();
    }

    Representation whole() {
        return whole;
    }

    Parts parts() {
        return parts;
    }

    /** Bytes have come: whoever is through gets more to do, and who is no use is let go. */
    void settle() {
        if (over) {
            return;
        }
        for (Hand each : List.copyOf(hands)) {
            settle(each);
        }
        if (parts.done()) {
            end();
        } else {
            assign();
            goOn();
        }
    }

    /** A connection that could not be made is told of at once: what follows may have happened meanwhile. */
    private void goOn() {
        if (!over && hands.isEmpty()) {
            breakOff();
        } else if (!over) {
            throttle();
        }
    }

    private void settle(Hand hand) {
        if (hand.outcome() != Hand.Outcome.GOOD) {
            lose(hand, hand.outcome() == Hand.Outcome.FAILED);
        } else if (hand.isThrough()) {
            hand.rest();
        }
    }

    private void lose(Hand hand, boolean failed) {
        hands.remove(hand);
        toConnect.remove(hand);
        hand.dismiss(failed);
        if (connecting == hand) {
            stopConnecting();
        }
    }

    /** Gives what nobody does to those that have nothing to do, and to members that were not asked yet. */
    private void assign() {
        Hand hand = free();
        Part part = hand == null ? null : parts.next();
        while (hand != null && part != null) {
            give(hand, part);
            hand = over ? null : free();
            part = hand == null ? null : parts.next();
        }
    }

    private void give(Hand hand, Part part) {
        hand.give(part);
        if (hand.line().stands()) {
            hand.send(request);
        } else if (connecting != hand && !toConnect.contains(hand)) {
            toConnect.add(hand);
            connect();
        }
    }

    private @Nullable Hand free() {
        for (Hand each : hands) {
            if (each.isFree() && !each.wasOvertaken()) {
                return each;
            }
        }
        Hand recruit = recruit();
        return recruit == null ? lastResort() : recruit;
    }

    private @Nullable Hand recruit() {
        Attempts beside = hands.size() < MOST_HANDS ? first.beside() : null;
        Member member = beside == null ? null : beside.another();
        if (member == null || beside == null) {
            return null;
        }
        Hand hand = Hand.free(this, member, beside, new Line(http));
        hands.add(hand);
        return hand;
    }

    /** Who was overtaken by the whole is asked again only when nobody else brings anything. */
    private @Nullable Hand lastResort() {
        Hand some = null;
        for (Hand each : hands) {
            if (each.part() != null) {
                return null;
            }
            some = each;
        }
        return some;
    }

    /** One connection after the other: a session turns to one server at a time. */
    private void connect() {
        while (connecting == null && !toConnect.isEmpty()) {
            Hand next = toConnect.remove();
            connecting = next;
            if (next.line().take(next.member())) {
                connecting = null;
                next.send(request);
            }
        }
    }

    @Override
    public void connected(End end) {
        Hand hand = connecting;
        connecting = null;
        if (over || hand == null) {
            end.reset();
            return;
        }
        hand.line().connected(end);
        hand.send(request);
        connect();
        settle();
    }

    @Override
    public void unreachable() {
        Hand hand = connecting;
        connecting = null;
        if (hand != null) {
            lose(hand, true);
        }
        connect();
        settle();
        http.session().flush();
    }

    private void stopConnecting() {
        connecting = null;
        End under = http.session().serverEnd();
        if (under != null && !under.open()) {
            under.reset();
        }
        connect();
    }

    /** Somebody else goes on with this part. */
    void relieve(Part part) {
        for (Hand each : List.copyOf(hands)) {
            if (each.part() == part) {
                each.relieve();
            }
        }
    }

    @Override
    public boolean isWith(End end) {
        return by(end) != null;
    }

    private @Nullable Hand by(End end) {
        for (Hand each : hands) {
            if (each.line().is(end)) {
                return each;
            }
        }
        return null;
    }

    @Override
    public void answer(End from, ByteBuf bytes) {
        Hand hand = by(from);
        if (hand == null) {
            bytes.release();
            return;
        }
        http.stir();
        hand.answer(bytes);
        settle();
    }

    @Override
    public void serverFinished(End from) {
        serverLost(from);
        from.finish();
    }

    @Override
    public void serverLost(End from) {
        Hand hand = by(from);
        if (hand != null && hand.isFree()) {
            hand.line().drop();
        } else if (hand != null) {
            lose(hand, true);
            settle();
        }
    }

    /** Only whose bytes go to the client at once has to wait for it; the others fill their parts. */
    @Override
    public boolean clientIsBehind(boolean behind) {
        throttle();
        return true;
    }

    private void throttle() {
        End client = http.session().client();
        for (Hand each : hands) {
            each.line().hold(client, client.behind() && isFirst(each));
        }
    }

    private boolean isFirst(Hand hand) {
        Part part = hand.part();
        return part != null && parts.isFirst(part);
    }

    @Override
    public void quietFor(int seconds) {
        HttpLimits limits = http.shared().limits();
        boolean behind = http.session().client().behind();
        for (Hand each : List.copyOf(hands)) {
            boolean silent = each.isSilentFor(limits.secondTry().toSeconds(), behind && isFirst(each));
            if (silent && (hands.size() > 1 || seconds > limits.stall().toSeconds())) {
                lose(each, true);
            }
        }
        settle();
    }

    private void end() {
        over = true;
        stopConnectingForGood();
        hands.forEach(Hand::retire);
        hands.clear();
        request.release();
        http.ended(this, persists);
    }

    private void stopConnectingForGood() {
        toConnect.clear();
        if (connecting != null) {
            stopConnecting();
        }
    }

    /** An answer that has begun does not end as it should: the client has to see that. */
    private void breakOff() {
        http.shared().faults().count(Fault.BROKEN_ANSWER);
        abandon();
        http.ended(this, false);
    }

    @Override
    public void abandon() {
        if (over) {
            return;
        }
        over = true;
        stopConnectingForGood();
        hands.forEach(each -> each.dismiss(false));
        hands.clear();
        parts.abandon();
        request.release();
    }

    /** The client has said all that belongs to the request. */
    @Override
    public boolean needsMore() {
        return false;
    }

    @Override
    public boolean body(ByteBuf bytes) {
        return false;
    }

    @Override
    public boolean isBehind() {
        return false;
    }
}
