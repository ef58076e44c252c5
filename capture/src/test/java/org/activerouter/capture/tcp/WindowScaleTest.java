package org.activerouter.capture.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How far from the acknowledged bytes a segment may lie, when the ends have agreed to scale their windows. */
class WindowScaleTest {
    private static final int[] SCALE_BY_1024 = {1, 3, 3, 10};

    private final Talk talk = new Talk();
    private final Bench bench = new Bench();

    @Test
    void theWindowOfASynIsNotScaled() {
        bench.feed(talk.syn().options(SCALE_BY_1024), talk.synAck().options(SCALE_BY_1024))
                .feed(
                        talk.fromClient(1, 1).window(63),
                        talk.fromClient(1, 1).data("query").window(63),
                        talk.fromServer(1, 6).data("answer").window(64),
                        talk.fromClient(6, 7).window(63))
                .feed(talk.fromServer(20_000_000, 3_000_000).data("forged").window(502))
                .feed(
                        talk.fromClient(6, 7).data("next").window(63),
                        talk.fromServer(7, 10).data("answer").window(64),
                        talk.fromClient(10, 13).window(63));

        assertThat(bench.counters().outOfWindow()).isEqualTo(1);
        assertThat(bench.events)
                .containsExactly(
                        "opened 10.0.0.1:40000 > 10.0.0.2:8888",
                        "client: query",
                        "server: answer",
                        "client: next",
                        "server: answer");
    }

    @Test
    void anyOtherWindowIs() {
        String large = "0123456789".repeat(10_000);
        bench.feed(talk.syn().options(SCALE_BY_1024), talk.synAck().options(SCALE_BY_1024))
                .feed(talk.fromClient(1, 1).window(200))
                .feed(talk.fromServer(100_001, 1).data("x").window(64));

        assertThat(bench.counters().outOfWindow()).isZero();
        bench.feed(talk.fromServer(1, 1).data(large.substring(0, 50_000)).window(64))
                .feed(talk.fromServer(50_001, 1).data(large.substring(50_000)).window(64))
                .feed(talk.fromClient(1, 100_002).window(200));
        assertThat(bench.events).last().asString().endsWith("x");
    }
}
