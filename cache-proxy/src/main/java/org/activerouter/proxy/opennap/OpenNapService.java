package org.activerouter.proxy.opennap;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.analyzer.opennap.AnswersSeen;
import org.activerouter.analyzer.protocol.Bystander;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.ActiveService;
import org.activerouter.proxy.CacheFigures;
import org.activerouter.proxy.Door;
import org.activerouter.proxy.HandedBack;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.ServiceSnapshot;
import org.activerouter.proxy.TakenOver;
import org.activerouter.proxy.opennap.cache.AnswerCache;
import org.activerouter.proxy.opennap.cache.CacheCounters;
import org.activerouter.proxy.opennap.cache.CacheSettings;
import org.activerouter.proxy.opennap.cache.CacheSnapshot;
import org.activerouter.proxy.opennap.cache.OnMiss;
import org.activerouter.proxy.opennap.directory.LocalDirectory;
import org.activerouter.proxy.relay.RelayLimits;
import org.activerouter.proxy.relay.RelayService;

/**
 * The cache proxy for OpenNap as a service: redirected clients talk to their server through it, and are answered from what servers
 * have said before where that is the same. Any thread.
 */
public final class OpenNapService implements ActiveService {
    private final Shared shared;
    private final SeenAnswers seen;
    private final RelayService relay;

    /**
     * A service that stands in for nobody yet.
     *
     * @throws UnsatisfiedLinkError when Netty's native part does not run on this machine
     */
    public OpenNapService(RelayLimits limits, CacheSettings settings) {
        CacheCounters counters = new CacheCounters();
        AnswerCache cache = new AnswerCache(settings, System::nanoTime, counters);
        LocalDirectory directory = new LocalDirectory(
                settings.onMiss() == OnMiss.ANSWER_FIRST, settings.maxFiles(), settings.maxFilesPerClient());
        shared = new Shared(settings, cache, directory, counters);
        seen = new SeenAnswers(
                shared, System::nanoTime, () -> TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()));
        relay = new RelayService(limits, new NapHandler(shared));
        seen.start();
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
    public Door serve(Endpoint server) throws IOException {
        return relay.serve(server);
    }

    @Override
    public void retire(Endpoint server) {
        relay.retire(server);
    }

    @Override
    public TakenOver takeOver(Endpoint server, List<StandingConnection> batch) {
        return relay.takeOver(server, batch);
    }

    @Override
    public TakenOver reset(Endpoint server, List<StandingConnection> batch) {
        return relay.reset(server, batch);
    }

    @Override
    public long beats() {
        return relay.beats();
    }

    @Override
    public HandedBack handBack(Endpoint server) {
        return relay.handBack(server);
    }

    @Override
    public List<ServedSnapshot> served() {
        return relay.served();
    }

    @Override
    public ServiceSnapshot snapshot() {
        return relay.snapshot();
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
                now.hitMedianNanos(),
                now.hitP99Nanos()));
    }

    @Override
    public void close() {
        relay.close();
        seen.close();
    }
}
