package org.activerouter.proxy.opennap;

import org.activerouter.proxy.opennap.cache.CacheSettings;
import org.activerouter.proxy.opennap.cache.Lifetimes;
import org.activerouter.proxy.opennap.cache.MemoryLimits;
import org.activerouter.proxy.opennap.cache.OnMiss;
import org.activerouter.proxy.opennap.cache.SessionLimits;

/** Settings for tests. */
final class TestSettings {
    private TestSettings() {}

    static CacheSettings cuttingAt(int results) {
        return with(OnMiss.FORWARD, results, 32);
    }

    /** A cache in which one sharer gets 20,000 bytes. */
    static CacheSettings small() {
        return with(OnMiss.FORWARD, 100, 32, 20_000);
    }

    static CacheSettings with(OnMiss onMiss, int cut, int queued) {
        return with(onMiss, cut, queued, 1 << 20);
    }

    private static CacheSettings with(OnMiss onMiss, int cut, int queued, int sharerBytes) {
        SessionLimits usual = SessionLimits.DEFAULTS;
        return new CacheSettings(
                onMiss,
                cut,
                Lifetimes.DEFAULTS,
                new MemoryLimits(4L << 20, sharerBytes, MemoryLimits.DEFAULTS.maxAnswerBytes(), 10, 1000, 50, 1000),
                new SessionLimits(
                        usual.maxClientMessage(),
                        queued,
                        200,
                        usual.logInTime(),
                        usual.sharedAskTime(),
                        usual.searchTime(),
                        usual.errorTime()));
    }
}
