package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.activerouter.analyzer.opennap.WireText;
import org.activerouter.proxy.opennap.cache.AnswerCollector;
import org.activerouter.proxy.opennap.cache.Asker;
import org.activerouter.proxy.opennap.cache.Limit;
import org.activerouter.proxy.opennap.cache.SearchKey;
import org.activerouter.proxy.opennap.directory.Registrations;
import org.jspecify.annotations.Nullable;

/**
 * What the server of one session has been asked, and has not answered yet: at most one search at a time. A result does not say
 * whose it is, and linked servers do not answer in order; with one search outstanding there is nothing to confuse.
 *
 * <p>An error (404) does not say whose it is either. It ends a search without an end of results where the server says that it has
 * too many; an invalid search draws an error and then the end of results; any other message may draw one. So after an
 * error the end of the results is waited for, for a while. If nothing comes, the search is over where the error speaks of a
 * search and no other message could have drawn it; else it is not known any more what the server is answering, and the session
 * goes on without counting.
 *
 * <p>One thread, that of the session.
 */
final class ServerSearches {
    private static final String SEARCH = "search";

    /** What has been asked. */
    private record Asked(
            @Nullable SearchKey key,
            Asker asker,
            @Nullable Registrations its,
            boolean visible,
            boolean flies,
            long nanos) {}

    private final NapSession session;
    private final Shared shared;
    private final Wires wires;
    private final AnswerCollector collector;
    private final AnswerCollector own;

    private @Nullable Asked asked;
    private int results;
    /** Searches from before the session began here whose answers come after the one that is waited for. */
    private int resumed;

    private boolean errorSeen;
    private boolean errorIsOfSearch;

    /** The client has sent something else that the server has perhaps not dealt with yet. */
    private boolean otherMessages;

    private Wires.@Nullable Timer timer;

    ServerSearches(NapSession session, Shared shared, Wires wires) {
        this.session = session;
        this.shared = shared;
        this.wires = wires;
        this.collector = new AnswerCollector(shared.settings().memory().maxAnswerBytes());
        this.own = new AnswerCollector(shared.settings().memory().maxAnswerBytes());
    }

    /** Whether the server is busy with a search. */
    boolean isBusy() {
        return asked != null;
    }

    /** Whether the client sees the answer to what the server is asked. */
    boolean isVisible() {
        return asked != null && asked.visible();
    }

    /** What the server is asked; null if nothing, or nothing that is kept. */
    @Nullable
    SearchKey key() {
        return asked == null ? null : asked.key();
    }

    /** Whether some results of the answer came. */
    boolean hasBegun() {
        return results > 0;
    }

    /**
     * A search is on its way to the server.
     *
     * @param key null if its answer is not to be kept
     * @param its what the client shares; null if nothing is known of that
     * @param visible whether the client sees the answer
     * @param flies whether others may wait for it
     */
    void ask(@Nullable SearchKey key, Asker asker, @Nullable Registrations its, boolean visible, boolean flies) {
        asked = new Asked(key, asker, its, visible, flies, wires.nanos());
        results = 0;
        errorSeen = false;
        collector.begin();
        if (key == null) {
            collector.spoil();
        }
        restartTimer(shared.settings().sessions().searchTime().toNanos());
    }

    /** The server has been asked something before the session began here, or by a message that had begun then; the client sees it. */
    void wasAsked(Asker asker) {
        if (asked == null) {
            ask(null, asker, null, true, false);
        } else {
            resumed++;
        }
    }

    /** A message other than a search is on its way to the server. */
    void otherMessage() {
        otherMessages = true;
    }

    private void restartTimer(long nanos) {
        stopTimer();
        timer = wires.after(nanos, this::timedOut);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** A result has come; its data are null if there are too many of them. */
    void result(@Nullable ByteBuf bytes, int dataIndex, int length) {
        if (asked == null) {
            session.doubt(Limit.DOUBT);
            return;
        }
        if (errorSeen) {
            errorSeen = false;
            restartTimer(shared.settings().sessions().searchTime().toNanos());
        }
        results++;
        if (results > shared.settings().sessions().maxResultsPassed()) {
            session.refuse(Limit.RESULTS_PASSED);
        } else if (bytes == null) {
            collector.spoil();
        } else {
            collector.add(bytes.nioBuffer(dataIndex, length), 0, length);
        }
    }

    /** The end of the results has come. */
    void end() {
        Asked over = asked;
        if (over == null) {
            session.doubt(Limit.DOUBT);
            return;
        }
        otherMessages = false;
        if (!errorSeen) {
            keep(over);
        }
        ended(over);
    }

    private void keep(Asked over) {
        SearchKey key = over.key();
        if (collector.isTooLarge()) {
            shared.counters().met(Limit.ANSWER_BYTES);
        } else if (key != null && collector.isSound()) {
            Registrations its = over.its();
            shared.cache()
                    .keep(key, over.asker(), its == null ? null : its.own(key, own), collector.answer(), over.nanos());
        }
    }

    private void ended(Asked over) {
        stopTimer();
        asked = null;
        land(over);
        if (resumed > 0) {
            resumed--;
            ask(null, over.asker(), null, true, false);
        } else {
            session.answered(over.visible());
        }
    }

    private void land(Asked over) {
        SearchKey key = over.key();
        if (key == null) {
            return;
        }
        if (over.flies()) {
            shared.cache().asked(key);
        }
        if (!over.visible()) {
            shared.cache().endRefresh(key);
        }
    }

    /**
     * An error has come; its data are null if they are too long to be one of a search.
     *
     * @return whether the client is to see it
     */
    boolean error(@Nullable ByteBuf bytes, int dataIndex, int length) {
        if (asked == null || results > 0 || errorSeen) {
            return true;
        }
        errorSeen = true;
        errorIsOfSearch = bytes != null && mentionsSearch(bytes.nioBuffer(dataIndex, length), length);
        restartTimer(shared.settings().sessions().errorTime().toNanos());
        return asked.visible() || !isCertainlyOfSearch();
    }

    private static boolean mentionsSearch(ByteBuffer data, int length) {
        return WireText.mentions(data, 0, length, SEARCH);
    }

    private boolean isCertainlyOfSearch() {
        return errorIsOfSearch && !otherMessages;
    }

    private void timedOut() {
        Asked over = asked;
        timer = null;
        if (over == null) {
            return;
        }
        if (errorSeen && isCertainlyOfSearch()) {
            ended(over);
            session.goOn();
        } else if (errorSeen && !over.visible()) {
            errorSeen = false;
            collector.spoil();
            restartTimer(shared.settings().sessions().searchTime().toNanos());
        } else if (over.visible()) {
            session.doubt(errorSeen ? Limit.DOUBT : Limit.SEARCH_TIME);
        } else {
            session.refuse(Limit.SEARCH_TIME);
        }
    }

    /** Nothing is waited for any more. */
    void giveUp() {
        stopTimer();
        resumed = 0;
        Asked over = asked;
        asked = null;
        if (over != null) {
            land(over);
        }
    }
}
