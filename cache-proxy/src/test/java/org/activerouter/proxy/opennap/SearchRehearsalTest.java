package org.activerouter.proxy.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import org.activerouter.proxy.opennap.cache.CacheSnapshot;
import org.junit.jupiter.api.Test;

class SearchRehearsalTest {
    @Test
    void itGoesTheWayOfWhatIsKnownAndOfWhatIsNotAndDoubtsNothing() {
        CacheSnapshot done = new SearchRehearsal().run();
        assertThat(done.hits()).isGreaterThan(100);
        assertThat(done.forwarded()).isGreaterThan(50);
        assertThat(done.kept()).isEqualTo(done.forwarded() + done.refreshed());
        assertThat(done.refused().values()).containsOnly(0L);
    }
}
