package org.activerouter.analyzer.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceRingTest {
    private final SequenceRing ring = new SequenceRing();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void itGivesWhatAMapWouldGive(long seed) {
        Random random = new Random(seed);
        Map<Integer, Long> open = new HashMap<>();
        for (int query = 1; query <= 20_000; query++) {
            long sequence = random.nextLong(1, Long.MAX_VALUE);
            open.put(query, sequence);
            ring.put(query, sequence);
            List<Integer> ending = new ArrayList<>(open.keySet());
            for (int i = 0; i < ending.size() && random.nextInt(100) < ending.size(); i++) {
                int ended = ending.get(random.nextInt(ending.size()));
                Long expected = open.remove(ended);
                assertThat(ring.take(ended)).isEqualTo(expected == null ? 0 : expected);
            }
        }
    }

    @Test
    void aQueryThatIsNotThereHasNoNumber() {
        assertThat(ring.take(1)).isZero();
        ring.put(1, 5);
        ring.put(2, 6);
        assertThat(ring.take(3)).isZero();
        assertThat(ring.take(2)).isEqualTo(6);
        assertThat(ring.take(2)).isZero();
        assertThat(ring.take(1)).isEqualTo(5);
    }
}
