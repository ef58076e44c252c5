package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.activerouter.analyzer.opennap.MessageType;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.opennap.cache.AnswerCache;
import org.activerouter.proxy.opennap.cache.CacheCounters;
import org.activerouter.proxy.opennap.cache.CacheSettings;
import org.activerouter.proxy.opennap.cache.CacheSnapshot;
import org.activerouter.proxy.opennap.cache.ServerShelf;
import org.activerouter.proxy.opennap.directory.LocalDirectory;

/**
 * A conversation of nobody with nobody, in memory: logs in, shares, and searches for a moment, what is known as well as what is not.
 * Code that runs for the first time is some ten times slower, and where clients ask a few times a second, it would stay so for
 * minutes. Once in a process, with a cache of its own; counted nowhere. One thread.
 */
final class SearchRehearsal implements Wires {
    /** Some times as many calls as make Java's compilers look at a method for the last time. */
    private static final int SEARCHES = 40_000;

    private static final Duration LONGEST = Duration.ofSeconds(2);

    /** One search of so many is for something that was not asked for before. */
    private static final int NEW_EACH = 5;

    private static final int KNOWN = 50;
    private static final AtomicBoolean DONE = new AtomicBoolean();

    private final AnswerCache cache;
    private final NapSession session;
    private boolean serverAsked;

    SearchRehearsal() {
        CacheSettings settings = CacheSettings.DEFAULTS;
        CacheCounters counters = new CacheCounters();
        cache = new AnswerCache(settings, this::nanos, counters);
        Shared own = new Shared(settings, cache, LocalDirectory.of(settings), counters);
        InetAddress nowhere = InetAddress.getLoopbackAddress();
        ServerShelf shelf = cache.shelf(new Endpoint(nowhere, 1));
        if (shelf == null) {
            throw new IllegalStateException("an empty cache has no room");
        }
        session = new NapSession(own, shelf, new SearchTraffic(), nowhere, this);
    }

    /** Returns when it is over; does nothing the second time. */
    static void once() {
        if (DONE.compareAndSet(false, true)) {
            new SearchRehearsal().run();
        }
    }

    /** Tells what was done. */
    CacheSnapshot run() {
        session.fromClient(message(MessageType.LOG_IN, "nobody pw 6699 \"nothing 1.0\" 4"));
        session.fromServer(message(MessageType.LOGGED_IN, "nobody@nowhere"));
        session.fromClient(message(MessageType.SHARE, "\"C:\\none\\own.mp3\" 0 1 128 44100 1"));
        long end = System.nanoTime() + LONGEST.toNanos();
        for (int i = 0; i < SEARCHES && System.nanoTime() < end; i++) {
            search(i % NEW_EACH == 0 ? "new" + i : "known" + i % KNOWN);
        }
        session.closed();
        return cache.snapshot(0);
    }

    private void search(String word) {
        session.fromClient(message(MessageType.SEARCH, "FILENAME CONTAINS \"" + word + "\" MAX_RESULTS 100"));
        if (serverAsked) {
            serverAsked = false;
            String result = "\"C:\\none\\" + word + ".mp3\" 0 1 128 44100 1 other 16777343 4";
            session.fromServer(Unpooled.wrappedBuffer(
                    message(MessageType.RESULT, result), message(MessageType.END_OF_RESULTS, "")));
        }
    }

    private static ByteBuf message(int type, String text) {
        byte[] data = text.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBufAllocator.DEFAULT
                .buffer(MessageSplitter.HEADER + data.length)
                .writeShortLE(data.length)
                .writeShortLE(type)
                .writeBytes(data);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public ByteBufAllocator allocator() {
        return ByteBufAllocator.DEFAULT;
    }

    @Override
    public void toClient(ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public void toServer(ByteBuf bytes) {
        serverAsked |= bytes.getUnsignedShortLE(bytes.readerIndex() + 2) == MessageType.SEARCH;
        bytes.release();
    }

    @Override
    public void altered() {}

    @Override
    public void readClient(boolean wanted) {}

    /** Nothing takes so long here. */
    @Override
    public Timer after(long nanos, Runnable task) {
        return () -> {};
    }

    @Override
    public void later(Runnable task) {
        task.run();
    }

    @Override
    public void probe(Consumer<Boolean> alive) {}

    @Override
    public void end() {}

    @Override
    public void reset() {}
}
