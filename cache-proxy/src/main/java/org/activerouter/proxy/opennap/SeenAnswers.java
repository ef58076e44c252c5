package org.activerouter.proxy.opennap;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.activerouter.analyzer.opennap.AnswersSeen;
import org.activerouter.analyzer.opennap.MessageType;
import org.activerouter.analyzer.opennap.NapStanding;
import org.activerouter.capture.FlowKey;
import org.activerouter.proxy.opennap.cache.AnswerCollector;
import org.activerouter.proxy.opennap.cache.Asker;
import org.activerouter.proxy.opennap.cache.Limit;
import org.activerouter.proxy.opennap.cache.SearchKey;
import org.activerouter.proxy.opennap.cache.ServerShelf;
import org.activerouter.proxy.opennap.cache.Spelling;
import org.activerouter.proxy.opennap.directory.Registrations;
import org.activerouter.proxy.opennap.directory.Sharer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps answers that pass by while clients still talk to their server directly, so that the cache is warm when they are redirected.
 *
 * <p>The analysis thread only puts into a bounded queue what it was told; a thread of its own does the rest. What does not fit
 * is dropped and counted. After that nothing certain is known about what anybody shares, so every client seen so far is from then
 * on taken for one who may share anything.
 */
public final class SeenAnswers implements AnswersSeen, AutoCloseable {
    private static final int QUEUE = 4096;
    private static final int MOST_CONNECTIONS = 20_000;

    private final Shared shared;
    private final LongSupplier clock;
    private final LongSupplier wallClock;
    private final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong dropped = new AtomicLong();

    /** Those of which something was heard last come last. */
    private final SequencedMap<FlowKey, Registrations> connections = new LinkedHashMap<>(16, 0.75f, true);

    private final Spelling spelling = new Spelling();
    private final AnswerCollector collector;
    private final AnswerCollector own;
    private long droppedBefore;
    private @Nullable Thread thread;

    /**
     * Keeps answers in a proxy's cache.
     *
     * @param clock the cache's
     * @param wallClock nanoseconds since 1970, as captures have
     */
    SeenAnswers(Shared shared, LongSupplier clock, LongSupplier wallClock) {
        this.shared = shared;
        this.clock = clock;
        this.wallClock = wallClock;
        this.collector = new AnswerCollector(shared.settings().memory().maxAnswerBytes());
        this.own = new AnswerCollector(shared.settings().memory().maxAnswerBytes());
    }

    /** Begins to take from the queue. */
    void start() {
        thread = Thread.ofPlatform().daemon().name("seen-answers").start(this::workUntilInterrupted);
    }

    private void workUntilInterrupted() {
        try {
            while (true) {
                Runnable next = queue.take();
                afterDrops();
                next.run();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what is in the queue, on the calling thread. */
    void work() {
        for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
            afterDrops();
            next.run();
        }
    }

    private void afterDrops() {
        long now = dropped.get();
        if (now != droppedBefore) {
            droppedBefore = now;
            connections.values().forEach(Registrations::loseCount);
        }
    }

    private void later(Runnable what) {
        if (!queue.offer(what)) {
            dropped.incrementAndGet();
            shared.counters().met(Limit.SEEN_ANSWERS);
        }
    }

    /** What the capture's clock showed then, on the cache's clock; nothing is from the future. */
    private long nanosOf(long captured) {
        return clock.getAsLong() - Math.max(0, wallClock.getAsLong() - captured);
    }

    @Override
    public void loggedIn(FlowKey connection, String nick, boolean firewalled, int linkType, long nanos) {
        InetAddress address = connection.client().address();
        later(() -> enter(connection, new Sharer(nick, address, linkType, Asker.of(nick, firewalled))));
    }

    private void enter(FlowKey connection, Sharer sharer) {
        ServerShelf shelf = shared.cache().shelf(connection.server());
        if (shelf != null) {
            leave(connection, false, clock.getAsLong());
            if (connections.size() == MOST_CONNECTIONS) {
                leave(connections.firstEntry().getKey(), false, clock.getAsLong());
            }
            connections.put(connection, shared.directory().enterUnlisted(shelf, sharer));
        }
    }

    @Override
    public void registered(FlowKey connection, int type, byte[] data, long nanos) {
        later(() -> register(connection, type, ByteBuffer.wrap(data), nanosOf(nanos)));
    }

    private void register(FlowKey connection, int type, ByteBuffer data, long nanos) {
        Registrations its = connections.get(connection);
        if (its == null) {
            return;
        }
        int length = data.remaining();
        switch (type) {
            case MessageType.SHARE -> its.share(data, 0, length, nanos);
            case MessageType.SHARE_FOLDER -> its.shareFolder(data, 0, length, nanos);
            case MessageType.SHARE_OTHER -> its.shareOther(data, 0, length, nanos);
            case MessageType.UNSHARE -> its.unshare(data, 0, length, nanos);
            default -> its.unshareAll(nanos);
        }
    }

    @Override
    public void answered(FlowKey connection, byte[] search, List<byte[]> results, long askedNanos) {
        later(() -> keep(connection, search, results, nanosOf(askedNanos)));
    }

    private void keep(FlowKey connection, byte[] search, List<byte[]> results, long askedNanos) {
        Registrations its = connections.get(connection);
        ServerShelf shelf = shared.cache().shelf(connection.server());
        if (its == null || shelf == null || search.length > Spelling.LONGEST) {
            return;
        }
        Asker asker = its.sharer().asker();
        SearchKey key = shared.cache().keyOf(spelling.ask(shelf, asker.firewalled(), search));
        collector.begin();
        for (byte[] result : results) {
            collector.add(ByteBuffer.wrap(result), 0, result.length);
        }
        if (key != null && collector.isSound()) {
            shared.cache().keepSeen(key, asker, its.own(key, own), collector.answer(), askedNanos);
        }
    }

    @Override
    public void ended(FlowKey connection, boolean departed, long nanos) {
        later(() -> leave(connection, departed, nanosOf(nanos)));
    }

    private void leave(FlowKey connection, boolean departed, long nanos) {
        Registrations its = connections.remove(connection);
        if (its != null) {
            its.leave(nanos, departed);
        }
    }

    /**
     * A connection goes on in the service. What its client has registered is handed over, if all of it was seen. Any thread.
     *
     * @param conversation where it stands
     * @param to is told on a thread of its own, and owns it from then on
     */
    void handOver(FlowKey connection, NapStanding conversation, Consumer<Registrations> to) {
        NapStanding.Unfinished begun = conversation.fromClient();
        boolean mayBeginRegistration = begun.headerBytes() > 0 || MessageType.isRegistration(begun.type());
        if (!mayBeginRegistration) {
            later(() -> handOver(connection, conversation.registrations(), to));
        }
    }

    private void handOver(FlowKey connection, int registrations, Consumer<Registrations> to) {
        Registrations its = connections.get(connection);
        if (its != null && its.isCertain() && its.heard() == registrations) {
            connections.remove(connection);
            to.accept(its);
        }
    }

    /** Stops to take from the queue. */
    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
