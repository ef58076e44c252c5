package org.activerouter.proxy.opennap;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.activerouter.analyzer.opennap.AnswersSeen;
import org.activerouter.analyzer.protocol.Bystander;
import org.activerouter.proxy.CacheFigures;
import org.activerouter.proxy.opennap.cache.AnswerCache;
import org.activerouter.proxy.opennap.cache.CacheCounters;
import org.activerouter.proxy.opennap.cache.CacheSettings;
import org.activerouter.proxy.opennap.cache.CacheSnapshot;
import org.activerouter.proxy.opennap.directory.LocalDirectory;
import org.activerouter.proxy.relay.RelayLimits;
import org.activerouter.proxy.relay.RelayService;
import org.activerouter.proxy.relay.RelayedService;

/**
 * The cache proxy for OpenNap as a service: redirected clients talk to their server through it, and are answered from what servers
 * have said before where that is the same. Any thread.
 */
public final class OpenNapService extends RelayedService {
    private final Shared shared;
    private final SeenAnswers seen;

    /**
     * A service that stands in for nobody yet.
     *
     * @throws UnsatisfiedLinkError when Netty's native part does not run on this machine
     */
    public OpenNapService(RelayLimits limits, CacheSettings settings) {
        this(limits, shared(settings));
    }

    private OpenNapService(RelayLimits limits, Shared shared) {
        this(
                limits,
                shared,
                new SeenAnswers(
                        shared, System::nanoTime, () -> TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis())));
    }

    private OpenNapService(RelayLimits limits, Shared shared, SeenAnswers seen) {
        super(new RelayService(limits, new NapHandler(shared, seen)));
        this.shared = shared;
        this.seen = seen;
        seen.start();
        Thread.ofPlatform().daemon().name("rehearsal").start(SearchRehearsal::once);
    }

    private static Shared shared(CacheSettings settings) {
        CacheCounters counters = new CacheCounters();
        AnswerCache cache = new AnswerCache(settings, System::nanoTime, counters);
        LocalDirectory directory = LocalDirectory.of(settings);
        return new Shared(settings, cache, directory, counters);
    }

    /** Warms the cache with what passes by while clients still talk to their server directly. */
    public Bystander bystander() {
        return AnswersSeen.bystander(seen);
    }

    /** What was done with searches. */
    public CacheSnapshot cacheSnapshot() {
        return shared.cache().snapshot(shared.directory().files());
    }

    @Override
    public Optional<CacheFigures> cache() {
        CacheSnapshot now = cacheSnapshot();
        return Optional.of(new CacheFigures(
                now.searches(),
                now.hits() + now.answeredFirst() + now.stale(),
                now.coalesced(),
                now.forwarded(),
                now.refreshed(),
                now.kept(),
                now.keptFromCapture(),
                shared.cache().evicted(),
                now.entries(),
                now.bytes(),
                now.hitTimes().medianNanos(),
                now.hitTimes().p99Nanos()));
    }

    @Override
    public void close() {
        super.close();
        seen.close();
    }
}
