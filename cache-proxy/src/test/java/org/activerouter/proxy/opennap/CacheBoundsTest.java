package org.activerouter.proxy.opennap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.opennap.cache.Answer;
import org.activerouter.proxy.opennap.cache.AnswerCache;
import org.activerouter.proxy.opennap.cache.AnswerCollector;
import org.activerouter.proxy.opennap.cache.Asker;
import org.activerouter.proxy.opennap.cache.CacheCounters;
import org.activerouter.proxy.opennap.cache.CacheSettings;
import org.activerouter.proxy.opennap.cache.Lifetimes;
import org.activerouter.proxy.opennap.cache.MemoryLimits;
import org.activerouter.proxy.opennap.cache.OnMiss;
import org.activerouter.proxy.opennap.cache.SearchKey;
import org.activerouter.proxy.opennap.cache.ServerShelf;
import org.activerouter.proxy.opennap.cache.SessionLimits;
import org.activerouter.proxy.opennap.cache.Spelling;
import org.junit.jupiter.api.Test;

class CacheBoundsTest {
    private static final Asker ASKER = Asker.of("asker", false);

    private final AnswerCache cache = new AnswerCache(CacheSettings.DEFAULTS, () -> 0, new CacheCounters());
    private final ServerShelf shelf = cache.shelf(new Endpoint(Laboratory.address("192.0.2.1"), 8888));
    private final Spelling spelling = new Spelling();

    private SearchKey keyOf(String search) {
        return cache.keyOf(spelling.ask(shelf, false, search.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void aMillionDifferentSearchesTakeNoMoreThanTheLimit() {
        AnswerCollector collector = new AnswerCollector(10_000);
        collector.begin();
        Answer nothing = collector.answer();
        for (int i = 0; i < 1_000_000; i++) {
            byte[] result = ("\"C:\\m\\word" + i + ".mp3\" 0 1 2 3 4 nick" + i % 5000 + " 5 6")
                    .getBytes(StandardCharsets.ISO_8859_1);
            collector.begin();
            collector.add(ByteBuffer.wrap(result), 0, result.length);
            cache.keep(keyOf("FILENAME CONTAINS \"word" + i + "\""), ASKER, nothing, collector.answer(), 0);
        }
        assertThat(cache.bytes())
                .isLessThanOrEqualTo(CacheSettings.DEFAULTS.memory().maxBytes());
        assertThat(cache.entries()).isGreaterThan(50_000);
    }

    @Test
    void searchesThatAskForTheSameHaveOneKeyAndOthersHaveTheirOwn() {
        SearchKey key = keyOf("FILENAME CONTAINS \"teka band\" MAX_RESULTS 2 ");
        assertThat(keyOf("max_results 2 filename contains \"BAND, teka\"")).isEqualTo(key);
        assertThat(keyOf("FILENAME CONTAINS \"teka\" FILENAME CONTAINS band MAX_RESULTS \"2\""))
                .isEqualTo(key);
        assertThat(keyOf("FILENAME CONTAINS \"teka band\" MAX_RESULTS 3")).isNotEqualTo(key);
        assertThat(keyOf("FILENAME CONTAINS \"teka band\"")).isNotEqualTo(key);
        assertThat(keyOf("FILENAME CONTAINS \"teka band x\" MAX_RESULTS 2")).isNotEqualTo(key);
        assertThat(keyOf("FILENAME CONTAINS \"teka band\" MAX_RESULTS 2 BITRATE \"AT LEAST\" 128"))
                .isNotEqualTo(key);
        assertThat(keyOf("FILENAME CONTAINS \"teka band\" MAX_RESULTS 2 LOCAL")).isNotEqualTo(key);
        assertThat(keyOf("FILENAME CONTAINS \"teka band\" MAX_RESULTS 2 LOCAL_ONLY"))
                .isNotEqualTo(keyOf("FILENAME CONTAINS \"teka band\" MAX_RESULTS 2 LOCAL"));
        assertThat(keyOf("WMA-FILE")).isNull();
    }

    @Test
    void typesOfFilesAreComparedWhole() {
        String longest = "FILENAME CONTAINS \"teka\" TYPE " + "x".repeat(40);
        assertThat(keyOf(longest)).isEqualTo(keyOf(longest)).isNotEqualTo(keyOf(longest + "y"));
    }

    /** A server written in C reads up to the zero and answers that: an answer to something else. */
    @Test
    void aSearchWithAZeroInItIsNoSearchWhoseAnswerIsForOthers() {
        assertThat(keyOf("FILENAME CONTAINS \"teka\0-band\"")).isNull();
        assertThat(keyOf("FILENAME CONTAINS \"teka\" TYPE \"mp3\0\"")).isNull();
    }

    @Test
    void aServerThatNobodyTalksWithAnyMoreMakesRoomForAnother() {
        long[] now = {1};
        AnswerCache small = new AnswerCache(TestSettings.cuttingAt(100), () -> now[0], new CacheCounters());
        ServerShelf busy = small.shelf(new Endpoint(Laboratory.address("192.0.2.1"), 8888));
        busy.entered(ASKER.fingerprint(), this);
        for (int i = 2; i <= 10; i++) {
            assertThat(small.shelf(new Endpoint(Laboratory.address("192.0.2." + i), 8888)))
                    .isNotNull();
        }
        Endpoint oneMore = new Endpoint(Laboratory.address("192.0.2.11"), 8888);
        assertThat(small.shelf(oneMore)).isNull();
        now[0] += CacheSettings.DEFAULTS.lifetimes().staleLimit().plusSeconds(1).toNanos();
        assertThat(small.shelf(oneMore)).isNotNull();
        assertThat(small.shelf(new Endpoint(Laboratory.address("192.0.2.1"), 8888)))
                .isSameAs(busy);
    }

    @Test
    void settingsThatCannotWorkAreAllNamed() {
        Duration ten = Duration.ofSeconds(10);
        assertThatThrownBy(
                        () -> new Lifetimes(ten, Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofSeconds(5)))
                .hasMessageContaining("soft-ttl")
                .hasMessageContaining("negative-ttl")
                .hasMessageContaining("ttl (PT10S) must not be longer than stale-limit");
        assertThatThrownBy(() -> new MemoryLimits(1, 2, 0, 1, 1, 5, 4))
                .hasMessageContaining("max-bytes")
                .hasMessageContaining("sharer-bytes")
                .hasMessageContaining("max-answer-bytes")
                .hasMessageContaining("max-files must be at least 5, not 4");
        assertThatThrownBy(() -> new SessionLimits(10, 0, 1, Duration.ZERO, ten, ten, ten))
                .hasMessageContaining("max-client-message must be between 256 and 65535, not 10")
                .hasMessageContaining("max-queued-searches")
                .hasMessageContaining("log-in-time must be longer than nothing, not PT0S");
        assertThatThrownBy(() -> new CacheSettings(
                        OnMiss.FORWARD, 20_000, Lifetimes.DEFAULTS, MemoryLimits.DEFAULTS, SessionLimits.DEFAULTS))
                .hasMessageContaining("max-results must be between 1 and 10000");
    }
}
