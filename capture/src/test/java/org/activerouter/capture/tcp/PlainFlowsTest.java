package org.activerouter.capture.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.activerouter.capture.Direction;
import org.activerouter.capture.FrameBatch;
import org.junit.jupiter.api.Test;

/** Connections whose state lies in a row are the same connections: whoever looks at them sees and changes nothing. */
class PlainFlowsTest {
    private static final int EXCHANGES = 20;
    private final Talk talk = new Talk(-30, 77);
    private final Bench bench = new Bench();

    private void exchange(int number) {
        int at = 1 + number * 3;
        bench.feed(
                talk.fromClient(at, at).data("ask").stamp(number).window(500 + number),
                talk.fromServer(at, at + 3).data("say"),
                talk.fromClient(at + 3, at + 3));
    }

    private static List<String> exchanges() {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < EXCHANGES; i++) {
            told.add("client: ask");
            told.add("server: say");
        }
        return told;
    }

    @Test
    void askingForFactsInBetweenChangesNothing() {
        bench.feed(talk.handshake());
        for (int i = 0; i < EXCHANGES; i++) {
            exchange(i);
            if (i % 3 == 0) {
                TakeoverFacts facts = bench.facts(talk).orElseThrow();
                assertThat(facts.server().highestAck())
                        .isEqualTo(OptionalLong.of(Integer.toUnsignedLong(-30 + 4 + i * 3)));
                assertThat(facts.client().highestAck()).isEqualTo(OptionalLong.of(77 + 4 + i * 3));
                assertThat(facts.client().timestamp()).hasValue(i);
            }
        }
        assertThat(bench.events.subList(1, bench.events.size())).isEqualTo(exchanges());
    }

    @Test
    void whoWasQuietIsToldStepByStepThatBytesAreLikely() {
        List<Integer> steps = new ArrayList<>();
        TcpTracker tracker = new TcpTracker(
                Bench.limits(8, 8, 1 << 20, 1 << 20),
                port -> port == talk.serverPort(),
                (key, fromStart, nanos) -> new Fetching(steps));
        Bench.feed(tracker, Bench.START, talk.handshake());
        Bench.feed(tracker, Bench.START, talk.fromClient(1, 1).data("ask"), talk.fromServer(1, 4));
        assertThat(steps).isEmpty();
        for (int others = 0; others < 10; others++) {
            tracker.accept(new FrameBatch());
        }
        Bench.feed(tracker, Bench.START, talk.fromServer(1, 4).data("say"), talk.fromClient(4, 4));
        assertThat(steps).containsExactly(0, 1, 2);
    }

    /** Notes in which order it is asked to read ahead. */
    private record Fetching(List<Integer> steps) implements StreamListener {
        @Override
        public int fetch(int step) {
            steps.add(step);
            return 0;
        }

        @Override
        public void bytes(Direction from, ByteBuffer bytes, long nanos) {}

        @Override
        public void gap(Direction from, long missingBytes, long nanos) {}

        @Override
        public void tainted(Direction from, long nanos) {}

        @Override
        public void closed(CloseReason how, long nanos) {}
    }

    @Test
    void disorderInBetweenIsPutInOrderAndForgotten() {
        bench.feed(talk.handshake());
        exchange(0);
        bench.feed(
                talk.fromClient(7, 4).data("two"),
                talk.fromClient(4, 4).data("one"),
                talk.fromServer(4, 10),
                talk.fromClient(10, 4).data("three"),
                talk.fromServer(4, 15));
        assertThat(bench.events).endsWith("client: onetwothree").doesNotContain("client tainted");
        assertThat(bench.counters().heldBytes()).isZero();
    }

    @Test
    void aDifferentCopyOfWhatWaitsForItsAcknowledgementTaints() {
        bench.feed(talk.handshake());
        exchange(0);
        bench.feed(talk.fromClient(4, 4).data("true"), talk.fromClient(4, 4).data("fals"));
        assertThat(bench.counters().taintedFlows()).isEqualTo(1);
    }

    @Test
    void aConnectionIsIdleFromItsLastSegmentOn() {
        bench.feed(talk.handshake());
        for (int i = 0; i < 5; i++) {
            exchange(i);
            bench.waits(Duration.ofMinutes(30)).waits(Duration.ofMinutes(30));
        }
        assertThat(bench.counters().openFlows()).isEqualTo(1);
        bench.waits(Duration.ofMinutes(30)).waits(Duration.ofMinutes(31)).waits(Duration.ofMinutes(1));
        assertThat(bench.counters().expiredFlows()).isEqualTo(1);
    }

    @Test
    void anotherConnectionBetweenTheSameEndsBeginsAnew() {
        bench.feed(talk.handshake());
        exchange(0);
        exchange(1);
        Talk next = new Talk(500_000, 900_000);
        bench.feed(next.handshake()).feed(next.fromClient(1, 1).data("new"), next.fromServer(1, 4));
        assertThat(bench.events).containsSubsequence("server: say", "closed REPLACED", "client: new");
    }
}
