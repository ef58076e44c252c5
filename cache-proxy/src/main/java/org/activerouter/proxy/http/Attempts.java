package org.activerouter.proxy.http;

import java.net.InetAddress;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.balance.Member;
import org.activerouter.proxy.balance.Pick;
import org.jspecify.annotations.Nullable;

/** The members that one request (or connection) is given to, one after the other, and what is found out about them. One thread. */
final class Attempts {
    private final Shared shared;
    private final Pick pick;
    private @Nullable Member member;
    private long givenNanos;
    private boolean failed;

    /**
     * Nobody has it yet.
     *
     * @param key what members may be chosen by
     */
    Attempts(Shared shared, Endpoint asked, InetAddress client, long key) {
        this.shared = shared;
        this.pick = shared.groups().pick(asked, client, key);
    }

    private Attempts(Shared shared, Pick pick) {
        this.shared = shared;
        this.pick = pick;
    }

    /** For a part of the same, nobody has it yet. */
    Attempts beside() {
        return new Attempts(shared, pick);
    }

    /** Whether members are to do parts of it. */
    boolean isSplit() {
        return pick.isSplit();
    }

    /** Who may have a part; null when all that are open were asked for something. */
    @Nullable
    Member another() {
        return pick.another(shared.nanos());
    }

    /** Gives it to a member that {@link #another} has named. */
    void ask(Member named) {
        givenNanos = shared.nanos();
        member = named;
        failed = false;
        named.given();
    }

    /** Gives it to the next member; null when all had it. */
    @Nullable
    Member next() {
        givenNanos = shared.nanos();
        Member next = pick.next(givenNanos);
        member = next;
        failed = false;
        if (next != null) {
            next.given();
        }
        return next;
    }

    /** Who has it now. */
    @Nullable
    Member member() {
        return member;
    }

    /** The time that the member takes begins now. */
    void sent() {
        givenNanos = shared.nanos();
    }

    /** The member's answer begins. */
    void answered(boolean well) {
        long now = shared.nanos();
        if (member != null && well) {
            member.answered(now - givenNanos, now);
        } else if (member != null) {
            failed = true;
            member.answeredWithError(now - givenNanos, now);
        }
    }

    /** The member has failed, which is counted once; it still has it until {@link #leave}. */
    void failed() {
        long now = shared.nanos();
        if (member != null && !failed) {
            failed = true;
            member.failed(now - givenNanos, now);
        }
    }

    /** Takes a second try of what may be repeated, if that is allowed. */
    boolean mayRetry() {
        return pick.mayRetry(shared.nanos());
    }

    /** It is tried elsewhere because this member has failed. */
    void retried() {
        if (member != null) {
            member.retried();
        }
        leave();
    }

    /** The member has it no more. */
    void leave() {
        if (member != null) {
            member.done();
            member = null;
        }
    }
}
