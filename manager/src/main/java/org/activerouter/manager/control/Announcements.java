package org.activerouter.manager.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.activerouter.analyzer.history.JournalEntry;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.group.GroupEvent;
import org.activerouter.manager.policy.Decision;
import org.activerouter.manager.policy.EvidenceJson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what was decided and done: in the log, in the journal of the state database, and for a while to who asks. Control thread
 * only.
 */
final class Announcements {
    /** Enough for an operator who was called out of bed; the journal has the rest. */
    private static final int REMEMBERED = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger("active-router");

    private final Consumer<JournalEntry> journal;
    private final Deque<JournalEntry> recent = new ArrayDeque<>();

    /** Announces into a journal as well; it must not block. */
    Announcements(Consumer<JournalEntry> journal) {
        this.journal = journal;
    }

    /** A policy or an operator has decided. */
    void decided(Decision decision) {
        LOG.info("{}", decision.text());
        keep(new JournalEntry(
                decision.nanos(),
                decision.server(),
                EvidenceJson.word(decision.action()),
                decision.text(),
                EvidenceJson.of(decision)));
    }

    /** Something happened in a group of servers. */
    void happened(long nanos, GroupEvent event) {
        done(nanos, event.kind(), event.member(), event.text());
    }

    /** Something went as it should. */
    void done(long nanos, String kind, @Nullable Endpoint server, String text) {
        LOG.info("{}", text);
        keep(new JournalEntry(nanos, server, kind, text, "{}"));
    }

    /** Something went wrong. */
    void failed(long nanos, String kind, @Nullable Endpoint server, String text) {
        LOG.warn("{}", text);
        keep(new JournalEntry(nanos, server, kind, text, "{}"));
    }

    private void keep(JournalEntry entry) {
        journal.accept(entry);
        if (recent.size() == REMEMBERED) {
            recent.removeFirst();
        }
        recent.addLast(entry);
    }

    /** What was said of a server lately, the oldest first, at most so many. */
    List<JournalEntry> about(Endpoint server, int most) {
        List<JournalEntry> all =
                recent.stream().filter(entry -> server.equals(entry.server())).toList();
        return all.subList(Math.max(0, all.size() - most), all.size());
    }
}
