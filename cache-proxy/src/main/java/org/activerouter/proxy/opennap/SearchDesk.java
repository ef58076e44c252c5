package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.analyzer.opennap.MessageType;
import org.activerouter.proxy.opennap.cache.Asker;
import org.activerouter.proxy.opennap.cache.Hit;
import org.activerouter.proxy.opennap.cache.Limit;
import org.activerouter.proxy.opennap.cache.OnMiss;
import org.activerouter.proxy.opennap.cache.SearchKey;
import org.jspecify.annotations.Nullable;

/**
 * Answers the searches of one client, one after the other in the order in which they were asked: from the cache, or by the server.
 * One thread, that of the session.
 *
 * <p>A client takes answers in the order of its searches. So while one of them waits for the server, those behind it wait too,
 * even if the cache could answer them: in a {@link WaitingLine}. So do those that come while a message of the server has come
 * only in part, because an answer must not get into the middle of it.
 */
final class SearchDesk {
    /** What is done about the search whose turn it is. */
    private enum Turn {
        /** There is none. */
        NOBODY,
        /** The server is busy with something that nobody waits for; this comes next. */
        WANTS_SERVER,
        /** Somebody else's equal search is waited for. */
        WAITS_FOR_OTHERS,
        /** The server is busy with it. */
        AT_SERVER
    }

    private final NapSession session;
    private final ClientHalf client;
    private final Shared shared;
    private final Searcher searcher;
    private final SearchTraffic traffic;
    private final ServerSearches searches;
    private final Replies replies;
    private final WaitingLine waiting;
    private final RefreshQueue behind;
    private Turn turn = Turn.NOBODY;
    private @Nullable PendingMessage current;
    private int turns;
    private Wires.@Nullable Timer patience;
    private boolean wantsFlight;
    private boolean awaitingLogIn;

    SearchDesk(
            NapSession session,
            ClientHalf client,
            Shared shared,
            Searcher searcher,
            SearchTraffic traffic,
            ServerSearches searches) {
        this.session = session;
        this.client = client;
        this.shared = shared;
        this.searcher = searcher;
        this.traffic = traffic;
        this.searches = searches;
        this.replies = new Replies(session, shared);
        this.waiting = new WaitingLine(session, shared, this::passOther);
        this.behind = new RefreshQueue(shared);
    }

    /** A search of before is still being answered by the server; those to come wait for it. */
    void wasAsked() {
        Asker who = searcher.asker();
        if (who != null && session.isCounting()) {
            searches.wasAsked(who);
            turn = Turn.AT_SERVER;
        }
    }

    /** The client asks. */
    void search(ByteBuf bytes, int index, int length) {
        traffic.queries.increment();
        shared.counters().search();
        session.searchTraffic();
        if (session.isStale()) {
            replies.stale(searcher.keyOf(bytes, index, length), searcher.asker());
        } else if (!session.isCounting() || searcher.asker() == null) {
            passOn(bytes, index, length);
        } else if (!isTurnOfASearch() || !waiting.isEmpty() || searcher.registrations() == null) {
            waiting.add(bytes, index, length);
            awaitLogIn();
        } else {
            serve(bytes, index, length);
        }
    }

    /** Nobody is kept waiting for an acceptance that was given unnoticed. */
    private void awaitLogIn() {
        if (searcher.registrations() == null && !awaitingLogIn) {
            awaitingLogIn = true;
            session.wires().after(shared.settings().sessions().logInTime().toNanos(), () -> {
                if (searcher.registrations() == null) {
                    session.doubt(Limit.DOUBT);
                }
            });
        }
    }

    private void passOn(ByteBuf bytes, int index, int length) {
        traffic.forwarded.increment();
        shared.counters().forwarded();
        session.toServer().pass(bytes, index, MessageSplitter.HEADER + length);
    }

    /**
     * Takes a message that is no search if it stands behind a search that waits.
     *
     * @return whether it does; else it goes to the server now
     */
    boolean holdsBack(ByteBuf bytes, int index, int length) {
        boolean behindSearch = !waiting.isEmpty() || turn == Turn.WANTS_SERVER;
        if (!behindSearch || waiting.isOvertaken() || !session.isCounting()) {
            return false;
        }
        waiting.addOther(bytes, index, length);
        return true;
    }

    private void passOther(PendingMessage message) {
        client.passOther(message.type(), message.length(), message.bytes(), 0);
    }

    private void serve(ByteBuf bytes, int index, int length) {
        SearchKey key = searcher.keyOf(bytes, index, length);
        Asker who = searcher.asker();
        if (key == null || who == null) {
            forward(bytes, index, length, null, false, false);
        } else if (shared.settings().onMiss() == OnMiss.ANSWER_FIRST) {
            answerFirst(key, who, bytes, index, length);
        } else {
            answerOrForward(key, who, bytes, index, length);
        }
    }

    private void answerOrForward(SearchKey key, Asker who, ByteBuf bytes, int index, int length) {
        Hit hit = shared.cache().find(key, who, session.wires().nanos());
        if (hit != null) {
            answer(hit, who);
            if (hit.old() && !searches.isBusy() && shared.cache().beginRefresh(key)) {
                shared.counters().refreshed();
                ask(bytes, index, length, key, false, false);
            }
            return;
        }
        shared.counters().miss();
        int mine = ++turns;
        if (shared.cache()
                .mustAsk(
                        key,
                        who,
                        searcher.ownFilesAreKnown(key),
                        () -> session.wires().later(() -> othersAnswered(mine)))) {
            forward(bytes, index, length, key, true, true);
        } else {
            shared.counters().shared();
            turn = Turn.WAITS_FOR_OTHERS;
            current = PendingMessage.copyOf(bytes, index, length, key);
            patience = session.wires()
                    .after(shared.settings().sessions().sharedAskTime().toNanos(), () -> askMyself(mine));
        }
    }

    private void answer(Hit hit, Asker who) {
        shared.counters().hit(hit);
        session.hit();
        replies.answer(hit, who);
    }

    private void forward(
            ByteBuf bytes, int index, int length, @Nullable SearchKey key, boolean flies, boolean counted) {
        if (!counted) {
            shared.counters().miss();
        }
        if (searches.isBusy()) {
            turn = Turn.WANTS_SERVER;
            current = PendingMessage.copyOf(bytes, index, length, key);
            wantsFlight = flies;
            return;
        }
        turn = Turn.AT_SERVER;
        ask(bytes, index, length, key, true, flies);
    }

    private void ask(ByteBuf bytes, int index, int length, @Nullable SearchKey key, boolean visible, boolean flies) {
        Asker who = searcher.asker();
        if (who == null) {
            return;
        }
        traffic.forwarded.increment();
        if (visible) {
            shared.counters().forwarded();
        }
        searches.ask(key, who, searcher.registrations(), visible, flies);
        session.toServer().pass(bytes, index, MessageSplitter.HEADER + length);
    }

    /** Somebody else has an answer to the search that waits. */
    private void othersAnswered(int whose) {
        SearchKey key = waitsForOthers(whose);
        Asker who = searcher.asker();
        if (key == null || who == null) {
            return;
        }
        Hit hit = session.isInMessageOfServer()
                ? null
                : shared.cache().find(key, who, session.wires().nanos());
        if (hit == null) {
            askMyself(whose);
            return;
        }
        stopWaiting();
        replies.answer(hit, who);
        session.goOn();
    }

    private @Nullable SearchKey waitsForOthers(int whose) {
        return turn == Turn.WAITS_FOR_OTHERS && whose == turns && current != null ? current.key() : null;
    }

    /** The one that was waited for takes too long, or what it got is of no use for this client. */
    private void askMyself(int whose) {
        PendingMessage search = current;
        if (waitsForOthers(whose) == null || search == null) {
            return;
        }
        stopWaiting();
        forward(search.bytes(), 0, search.length(), search.key(), false, true);
        session.goOn();
    }

    private void stopWaiting() {
        if (turn == Turn.WANTS_SERVER && wantsFlight && current != null && current.key() != null) {
            shared.cache().asked(current.key());
        }
        turn = Turn.NOBODY;
        current = null;
        if (patience != null) {
            patience.cancel();
            patience = null;
        }
    }

    /** The answer that the client waits for is complete. */
    void answered() {
        turn = Turn.NOBODY;
    }

    /** Takes up what waits, as far as possible. */
    void goOn() {
        if (turn == Turn.WANTS_SERVER && !searches.isBusy()) {
            takeServer();
        }
        while (!waiting.isEmpty()
                && session.isCounting()
                && searcher.registrations() != null
                && isNextToGo(waiting.head())) {
            PendingMessage next = waiting.remove();
            if (next.type() == MessageType.SEARCH) {
                serve(next.bytes(), 0, next.length());
            } else {
                passOther(next);
            }
        }
        askBehind();
        waiting.moveUp();
    }

    private boolean isNextToGo(PendingMessage message) {
        return message.type() == MessageType.SEARCH ? isTurnOfASearch() : turn != Turn.WANTS_SERVER;
    }

    private boolean isTurnOfASearch() {
        return turn == Turn.NOBODY && !session.isInMessageOfServer();
    }

    private void takeServer() {
        PendingMessage search = current;
        current = null;
        if (search != null) {
            turn = Turn.AT_SERVER;
            ask(search.bytes(), 0, search.length(), search.key(), true, wantsFlight);
        }
    }

    private void askBehind() {
        PendingMessage next = null;
        while (!searches.isBusy() && session.isCounting() && (next = behind.poll()) != null) {
            SearchKey key = next.key();
            Asker who = searcher.asker();
            if (key != null && who != null && !isKnown(key) && shared.cache().mustAsk(key, who, true, () -> {})) {
                shared.counters().refreshed();
                ask(next.bytes(), 0, next.length(), key, false, true);
            }
        }
    }

    private boolean isKnown(SearchKey key) {
        Hit known = shared.cache().findAny(key, session.wires().nanos());
        return known != null && !known.old();
    }

    private void answerFirst(SearchKey key, Asker who, ByteBuf bytes, int index, int length) {
        shared.counters().answeredFirst();
        Hit known = shared.cache().findAny(key, session.wires().nanos());
        session.hit();
        FirstAnswer.write(
                shared, searcher.shelf(), key, who, known, session.toClient().room());
        replies.end();
        if (known == null || known.old()) {
            behind.offer(key, known != null, bytes, index, length);
        }
    }

    /** It is not known any more what the server answers: all that waits goes there, and nothing is counted. */
    void doubt() {
        searches.giveUp();
        release().forEach(this::sendUncounted);
        behind.forget();
    }

    /** The client will say no more: what waits goes to the server, and its answers come as they come. */
    void finished() {
        Asker who = searcher.asker();
        if (session.isCounting() && who != null) {
            behind.forget();
            for (PendingMessage message : release()) {
                sendUncounted(message);
                if (message.type() == MessageType.SEARCH) {
                    searches.wasAsked(who);
                }
            }
        }
    }

    /** What waits, in its order, and waits no more. */
    private List<PendingMessage> release() {
        List<PendingMessage> released = new ArrayList<>();
        if (current != null) {
            released.add(current);
        }
        released.addAll(waiting.removeAll());
        stopWaiting();
        return released;
    }

    private void sendUncounted(PendingMessage message) {
        if (message.type() == MessageType.SEARCH) {
            passOn(message.bytes(), 0, message.length());
        } else {
            passOther(message);
        }
    }

    /** The server is gone: what waits for it is answered with what is known. */
    void serverGone() {
        boolean begun = searches.isVisible() && searches.hasBegun();
        SearchKey atServer = turn == Turn.AT_SERVER ? searches.key() : null;
        boolean waited = turn != Turn.NOBODY;
        SearchKey key = current == null ? atServer : current.key();
        searches.giveUp();
        stopWaiting();
        if (begun) {
            replies.end();
        } else if (waited) {
            replies.stale(key, searcher.asker());
        }
        for (PendingMessage message : waiting.removeAll()) {
            if (message.type() == MessageType.SEARCH) {
                replies.stale(searcher.keyOf(message.bytes(), 0, message.length()), searcher.asker());
            }
        }
        behind.forget();
    }

    /** The session is over. */
    void over() {
        searches.giveUp();
        stopWaiting();
        waiting.removeAll();
        behind.forget();
    }
}
