package org.activerouter.proxy.opennap.group;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.proxy.balance.Member;
import org.activerouter.proxy.balance.Pick;
import org.activerouter.proxy.opennap.PendingMessage;
import org.activerouter.proxy.opennap.Wires.Timer;
import org.jspecify.annotations.Nullable;

/**
 * One search of one client, given to members: to all at once, whose answers are made one, or to one of them, and to the next if that
 * fails before it has said anything. Nobody is waited for longer than the group's patience: what has come by then is the answer. One
 * thread.
 */
final class GroupSearch {
    /** Members that one search is given to one after the other; each may cost the whole patience. */
    private static final int MOST_TRIES = 3;

    private final Directories directories;
    private final Traffic traffic;
    private final Lines lines;
    private final boolean firewalled;
    private final PendingMessage search;
    private final Union union;
    private final Runnable progress;
    private final List<MemberPart> underWay = new ArrayList<>(1);
    private @Nullable PendingMessage error;
    private @Nullable Pick others;
    private Duration patience = Duration.ZERO;
    private @Nullable Timer timer;
    private int tries;
    private int ended;
    private int refused;
    private boolean over;

    /**
     * Nobody was asked yet.
     *
     * @param traffic of the server that the client asked for
     * @param firewalled whether nobody can connect to the client
     * @param union takes the results
     * @param progress is run when there is something to be written; may be run before anything else returns
     */
    GroupSearch(
            Directories directories,
            Traffic traffic,
            Lines lines,
            boolean firewalled,
            PendingMessage search,
            Union union,
            Runnable progress) {
        this.directories = directories;
        this.traffic = traffic;
        this.lines = lines;
        this.firewalled = firewalled;
        this.search = search;
        this.union = union;
        this.progress = progress;
    }

    PendingMessage search() {
        return search;
    }

    Union union() {
        return union;
    }

    /** Whether nothing more will come. */
    boolean isOver() {
        return over;
    }

    /** Whether no member has answered, not even that there is nothing. */
    boolean isUnanswered() {
        return over && ended == 0 && union.isEmpty();
    }

    /** What a member said instead of an answer, if nobody has one. */
    @Nullable
    PendingMessage error() {
        return union.isEmpty() && ended == refused ? error : null;
    }

    /** Asks them all. */
    void split(List<Member> members, Duration atMost) {
        patience = atMost;
        restartTimer();
        List<MemberPart> parts = members.stream().map(MemberPart::new).toList();
        underWay.addAll(parts);
        parts.forEach(MemberPart::ask);
        endIfComplete();
    }

    /** Asks one, and others only as far as those before have failed. */
    void spread(Pick pick, Duration atMost) {
        patience = atMost;
        others = pick;
        askNext();
        endIfComplete();
    }

    private void askNext() {
        Member next = others == null || tries >= MOST_TRIES ? null : others.next(directories.nanos());
        if (next != null) {
            tries++;
            restartTimer();
            MemberPart part = new MemberPart(next);
            underWay.add(part);
            part.ask();
        }
    }

    private void restartTimer() {
        stopTimer();
        timer = lines.dialer().after(patience.toNanos(), this::impatient);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void impatient() {
        timer = null;
        for (MemberPart part : List.copyOf(underWay)) {
            part.abandon();
            part.failed(Shortfall.LATE);
        }
    }

    /** Nobody waits for it any more. */
    void abandon() {
        over = true;
        stopTimer();
        List.copyOf(underWay).forEach(MemberPart::abandon);
        underWay.forEach(MemberPart::leave);
        underWay.clear();
    }

    private void endIfComplete() {
        if (!over && (underWay.isEmpty() || union.isFull())) {
            abandon();
            progress.run();
        }
    }

    /** What one member does of it. */
    private final class MemberPart implements Part {
        private final Member member;
        private final long givenNanos = directories.nanos();
        private boolean heard;

        MemberPart(Member member) {
            this.member = member;
            member.given();
            traffic.given(member.endpoint());
        }

        void ask() {
            lines.with(member.endpoint(), firewalled).ask(search, this);
        }

        void abandon() {
            lines.with(member.endpoint(), firewalled).abandon(this);
        }

        /** It has it no more. */
        void leave() {
            member.done();
        }

        private void heard() {
            if (!heard) {
                heard = true;
                long now = directories.nanos();
                member.answered(now - givenNanos, now);
            }
        }

        @Override
        public void result(ByteBuf bytes, int index, int length) {
            heard();
            if (!union.add(bytes, index, length)) {
                directories.shortfalls().count(Shortfall.GARBAGE);
            }
            if (union.isFull()) {
                endIfComplete();
            } else if (union.hasMore()) {
                progress.run();
            }
        }

        @Override
        public void error(ByteBuf bytes, int index, int length) {
            heard();
            refused++;
            error = PendingMessage.copyOf(bytes, index, length, null);
        }

        @Override
        public void ended() {
            heard();
            ended++;
            gone();
            endIfComplete();
        }

        @Override
        public void failed(Shortfall why) {
            directories.shortfalls().count(why);
            long now = directories.nanos();
            if (why.isFailure()) {
                member.failed(now - givenNanos, now);
            }
            gone();
            if (!heard) {
                askNext();
            }
            endIfComplete();
        }

        private void gone() {
            underWay.remove(this);
            leave();
        }
    }
}
