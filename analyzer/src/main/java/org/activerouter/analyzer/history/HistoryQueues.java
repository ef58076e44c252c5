package org.activerouter.analyzer.history;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.activerouter.analyzer.learning.LearnedService;
import org.activerouter.analyzer.load.SecondAggregate;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * What waits to be written: filled by the analysis thread without ever waiting, emptied by the writer. The atomic kind of
 * queue is used because the faster one needs {@code sun.misc.Unsafe}, of which newer JDKs warn.
 */
final class HistoryQueues {
    private static final int LEARNED_CAPACITY = 1_024;
    private static final int JOURNAL_CAPACITY = 1_024;

    private final MpscAtomicArrayQueue<ExchangeRow> exchanges;
    private final MpscAtomicArrayQueue<SecondAggregate> seconds;
    private final MpscAtomicArrayQueue<LearnedService> learned = new MpscAtomicArrayQueue<>(LEARNED_CAPACITY);
    private final MpscAtomicArrayQueue<JournalEntry> journal = new MpscAtomicArrayQueue<>(JOURNAL_CAPACITY);
    private final AtomicLong droppedExchanges = new AtomicLong();
    private final AtomicLong droppedSeconds = new AtomicLong();
    private final AtomicLong droppedLearned = new AtomicLong();
    private final AtomicLong droppedEntries = new AtomicLong();

    HistoryQueues(int exchangeCapacity, int secondCapacity) {
        exchanges = new MpscAtomicArrayQueue<>(exchangeCapacity);
        seconds = new MpscAtomicArrayQueue<>(secondCapacity);
    }

    void offer(ExchangeRow row) {
        offer(exchanges, row, droppedExchanges);
    }

    void offer(SecondAggregate second) {
        offer(seconds, second, droppedSeconds);
    }

    void offer(LearnedService service) {
        offer(learned, service, droppedLearned);
    }

    void offer(JournalEntry entry) {
        offer(journal, entry, droppedEntries);
    }

    private static <T> void offer(Queue<T> queue, T element, AtomicLong dropped) {
        if (!queue.offer(element)) {
            dropped.incrementAndGet();
        }
    }

    /** The writer's end of the queue of exchanges. */
    Queue<ExchangeRow> exchanges() {
        return exchanges;
    }

    /** The writer's end of the queue of seconds. */
    Queue<SecondAggregate> seconds() {
        return seconds;
    }

    /** The writer's end of the queue of learned services. */
    Queue<LearnedService> learned() {
        return learned;
    }

    /** The writer's end of the queue of what was decided and done. */
    Queue<JournalEntry> journal() {
        return journal;
    }

    void droppedExchanges(long count) {
        droppedExchanges.addAndGet(count);
    }

    void droppedSeconds(long count) {
        droppedSeconds.addAndGet(count);
    }

    void droppedLearned(long count) {
        droppedLearned.addAndGet(count);
    }

    void droppedEntries(long count) {
        droppedEntries.addAndGet(count);
    }

    long droppedExchanges() {
        return droppedExchanges.get();
    }

    long droppedSeconds() {
        return droppedSeconds.get();
    }

    long droppedLearned() {
        return droppedLearned.get();
    }

    long droppedEntries() {
        return droppedEntries.get();
    }

    boolean isEmpty() {
        return exchanges.isEmpty() && seconds.isEmpty() && learned.isEmpty() && journal.isEmpty();
    }
}
