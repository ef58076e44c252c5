package org.activerouter.proxy.opennap;

import java.time.Duration;
import org.activerouter.proxy.opennap.cache.CacheSettings;
import org.activerouter.proxy.opennap.cache.OnMiss;

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
        CacheSettings usual = CacheSettings.DEFAULTS;
        return new CacheSettings(
                onMiss,
                usual.ttl(),
                usual.softTtl(),
                usual.negativeTtl(),
                usual.staleLimit(),
                4L << 20,
                sharerBytes,
                usual.maxAnswerBytes(),
                cut,
                200,
                10,
                1000,
                queued,
                50,
                1000,
                usual.maxClientMessage(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(180),
                Duration.ofSeconds(1));
    }
}
