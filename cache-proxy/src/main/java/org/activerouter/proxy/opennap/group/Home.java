package org.activerouter.proxy.opennap.group;

import java.net.InetAddress;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.balance.Member;
import org.activerouter.proxy.balance.Mode;
import org.activerouter.proxy.balance.Pick;
import org.activerouter.proxy.balance.Sessions;
import org.jspecify.annotations.Nullable;

/** The member that a session is with: chosen when the client comes, and measured by the searches that go to it as they are. One thread. */
final class Home {
    private final Directories directories;
    private final Endpoint asked;
    private final Pick pick;
    private @Nullable Member member;
    private boolean stays;
    private boolean measuring;
    private long askedNanos;

    Home(Directories directories, Endpoint asked, InetAddress client) {
        this.directories = directories;
        this.asked = asked;
        this.pick = directories.groups().pick(asked, client, client.hashCode());
    }

    /** The session stays with the server that it was with before it came here. */
    void stay() {
        stays = true;
        give(directories.groups().member(asked));
    }

    /** Whom to connect with next; null when all were tried. */
    @Nullable
    Endpoint next() {
        boolean first = member == null;
        leave();
        Mode mode = directories.groups().mode(asked);
        if (first && mode.sessions() == Sessions.STAY) {
            stay();
            return asked;
        }
        Member next = pick.next(directories.nanos());
        if (stays && next != null && next.endpoint().equals(asked)) {
            next = pick.next(directories.nanos());
        }
        stays = false;
        if (next == null) {
            return null;
        }
        give(next);
        return next.endpoint();
    }

    private void give(Member to) {
        member = to;
        to.given();
    }

    /** It could not be connected to, or has failed. */
    void failed() {
        if (member != null) {
            member.failed(0, directories.nanos());
        }
    }

    /** Whether the session is with the server that its client asked for, and was not moved there by choice. */
    boolean stays() {
        return stays;
    }

    boolean is(Member other) {
        return other.equals(member);
    }

    /** A search goes to it; nothing that was asked before is unanswered. */
    void asked() {
        if (member != null) {
            member.given();
            measuring = true;
            askedNanos = directories.nanos();
        }
    }

    /** The answer begins. */
    void answered() {
        if (measuring && member != null) {
            measuring = false;
            long now = directories.nanos();
            member.answered(now - askedNanos, now);
            member.done();
        }
    }

    @Nullable
    Endpoint endpoint() {
        return member == null ? null : member.endpoint();
    }

    /** The session is over. */
    void leave() {
        if (member != null) {
            if (measuring) {
                member.done();
                measuring = false;
            }
            member.done();
        }
    }

    /** The session is over. */
    void closed() {
        leave();
        member = null;
    }
}
