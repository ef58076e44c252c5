package org.activerouter.proxy.opennap.group;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.activerouter.analyzer.opennap.MessageType;
import org.activerouter.analyzer.opennap.SearchQuery;
import org.activerouter.analyzer.opennap.SearchRequest;
import org.activerouter.proxy.balance.Distribution;
import org.activerouter.proxy.balance.Groups;
import org.activerouter.proxy.balance.Member;
import org.activerouter.proxy.balance.Mode;
import org.activerouter.proxy.opennap.MessageSplitter;
import org.activerouter.proxy.opennap.PendingMessage;
import org.activerouter.proxy.opennap.cache.Asker;
import org.activerouter.proxy.opennap.cache.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The searches of one client, one after the other, since results do not say whose they are: given to members, or passed to the one
 * that the session is with. As long as that one owes an answer, no other is begun; nor before it has accepted the client, who may well
 * search without waiting for that. One thread.
 */
final class SearchQueue {
    /** Searches of one client that wait for those before them; at more the client is not read. */
    static final int MOST_WAITING = 32;

    /** As many answers as are never owed: nothing is certain until there was silence. */
    static final int UNKNOWN = 1_000_000;

    /** A server that has not said anything of a search for so long owes no answer: real ones give up then. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(180);

    private final GroupSession session;
    private final Directories directories;
    private final Traffic traffic;
    private final Lines lines;
    private final Home home;
    private final Deque<PendingMessage> waiting = new ArrayDeque<>(0);
    private @Nullable GroupSearch current;
    private @Nullable Asker asker;
    private boolean loggedIn;
    private boolean firewalled;
    private int owed;
    private long owedSince;
    private boolean overdue;
    private boolean timing;
    private boolean readingStopped;
    private boolean paused;

    SearchQueue(GroupSession session, Directories directories, Traffic traffic, Lines lines, Home home) {
        this.session = session;
        this.directories = directories;
        this.traffic = traffic;
        this.lines = lines;
        this.home = home;
    }

    /** The client has said who it is. */
    void loggingIn(Asker who) {
        asker = who;
        firewalled = who.firewalled();
    }

    void loggedIn() {
        loggedIn = true;
        overdue &= owed > 0;
    }

    /** Nobody can connect to the client, as far as its server knows, or that is not certain. */
    void firewalled() {
        firewalled = true;
    }

    /** Its server still owes so many answers from before. */
    void resume(int outstanding) {
        owed = outstanding;
        owedSince = directories.nanos();
    }

    /** The client searches. */
    void search(ByteBuf bytes, int index, int length) {
        traffic.search();
        if (waiting.isEmpty() && current == null && (asker == null || follows())) {
            passOn(bytes, index, MessageSplitter.HEADER + length);
            return;
        }
        waiting.add(PendingMessage.copyOf(bytes, index, length, null));
        session.wires().altered();
        throttle();
    }

    /** A part of a search went to its server before the session began here, and the rest follows. */
    void begun() {
        traffic.search();
        owe();
    }

    private void throttle() {
        boolean stop = waiting.size() >= MOST_WAITING;
        if (stop != readingStopped) {
            readingStopped = stop;
            session.wires().readClient(!stop);
        }
    }

    /** Whether searches go to the member that the session is with, whatever it owes. */
    private boolean follows() {
        if (session.isPlain()) {
            return true;
        }
        Groups groups = directories.groups();
        if (!groups.members().contains(session.asked())) {
            return true;
        }
        if (groups.mode(session.asked()).distribution() != Distribution.SPLIT && !home.stays()) {
            return true;
        }
        List<Member> open = groups.open(session.asked());
        return open.size() == 1 && home.is(open.getFirst());
    }

    private void passOn(ByteBuf bytes, int index, int count) {
        owe();
        if (home.endpoint() != null) {
            traffic.given(home.endpoint());
        }
        session.toServer().pass(bytes, index, count);
    }

    private void owe() {
        if (owed == 0) {
            home.asked();
        }
        owed++;
        owedSince = directories.nanos();
    }

    private void passOn(PendingMessage search) {
        ByteBuf bytes = search.bytes();
        passOn(bytes, 0, bytes.readableBytes());
        session.toServer().flush();
    }

    /** The server has said something of a search that it owes. */
    void serverSays(boolean end) {
        home.answered();
        owedSince = directories.nanos();
        if (end && owed > 0) {
            owed--;
            overdue &= owed > 0;
        }
    }

    private boolean owes() {
        if (owed > 0 && directories.nanos() - owedSince > SILENCE_NANOS) {
            owed = 0;
            overdue = false;
        }
        return owed > 0;
    }

    /** The client is behind with what was sent to it, or has caught up. */
    void pause(boolean on) {
        paused = on;
    }

    /** Writes what has come, and takes up what waits, as far as possible. */
    void goOn() {
        write();
        while (current == null && !waiting.isEmpty() && !paused && next(waiting.element())) {
            write();
        }
        throttle();
    }

    private void write() {
        GroupSearch now = current;
        boolean toServer = now != null && now.isUnanswered();
        if (now == null || (toServer ? session.isInMessageOfClient() : session.isInMessageOfServer())) {
            return;
        }
        if (now.union().hasMore()) {
            now.union().writeTo(session.toClient().room());
        }
        if (now.isOver()) {
            current = null;
            end(now);
        }
    }

    private void end(GroupSearch over) {
        if (over.isUnanswered()) {
            directories.shortfalls().count(Shortfall.NOBODY);
            passOn(over.search());
            return;
        }
        ByteBuf out = session.toClient().room();
        PendingMessage error = over.error();
        if (error != null) {
            out.writeBytes(error.bytes());
        }
        out.writeShortLE(0);
        out.writeShortLE(MessageType.END_OF_RESULTS);
    }

    /** Takes the next search up; false if it has to wait. */
    private boolean next(PendingMessage search) {
        if (session.isInMessageOfClient()) {
            return false;
        }
        if ((owes() || !loggedIn) && !overdue) {
            awaitWhatIsOwed();
            return false;
        }
        waiting.remove();
        Asker who = asker;
        if (who == null || !loggedIn || owed > 0 || follows()) {
            passOn(search);
        } else {
            give(search, who);
        }
        return true;
    }

    /** The answers of before, or to the log-in, may take long, or never end: after a while what waits follows them. */
    private void awaitWhatIsOwed() {
        if (!timing) {
            timing = true;
            session.wires().after(mode().patience().toNanos(), () -> {
                timing = false;
                overdue = owed > 0 || !loggedIn;
                session.goOn();
            });
        }
    }

    private Mode mode() {
        return directories.groups().mode(session.asked());
    }

    private void give(PendingMessage search, Asker who) {
        Union union = new Union(who.fingerprint(), most(search));
        GroupSearch given = new GroupSearch(directories, traffic, lines, firewalled, search, union, session::goOnSoon);
        current = given;
        Mode mode = mode();
        if (mode.distribution() == Distribution.SPLIT) {
            given.split(directories.groups().open(session.asked()), mode.patience());
        } else {
            given.spread(directories.groups().pick(session.asked(), session.address(), key(search)), mode.patience());
        }
    }

    private static long key(PendingMessage search) {
        ByteBuffer data = search.bytes().nioBuffer();
        return Fingerprint.of(data, 0, data.limit());
    }

    private int most(PendingMessage search) {
        ByteBuffer data = search.bytes().nioBuffer();
        int cap = directories.cap().most();
        return SearchRequest.read(data, MessageSplitter.HEADER, search.length()) instanceof SearchQuery query
                ? query.wanted(cap)
                : cap;
    }

    /** From now on all goes to the server, as it comes. */
    void passAll() {
        waiting.forEach(this::passOn);
        waiting.clear();
        throttle();
    }

    /** Whether an answer is being given here. */
    boolean isAnswering() {
        return current != null;
    }

    /** The session is over. */
    void over() {
        if (current != null) {
            current.abandon();
            current = null;
        }
        waiting.clear();
    }
}
