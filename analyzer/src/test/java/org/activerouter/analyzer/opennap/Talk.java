package org.activerouter.analyzer.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.analyzer.protocol.Conversation.Reading;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Answered;
import org.activerouter.analyzer.protocol.Observation.Asked;
import org.activerouter.analyzer.protocol.Observation.Ended;
import org.activerouter.capture.Direction;

/** A connection written down, to be given to a conversation whole and in pieces. Times are in any unit. */
final class Talk {
    private static final Random CUTS = new Random(20020731);

    private interface Step {
        void play(Conversation conversation, Cut cut);
    }

    private interface Cut {
        int length(int remaining);
    }

    private final boolean fromStart;
    private final List<Step> steps = new ArrayList<>();
    private Reading reading = Reading.IN_STEP;

    private Talk(boolean fromStart) {
        this.fromStart = fromStart;
    }

    static Talk fromStart() {
        return new Talk(true);
    }

    static Talk fromTheMiddle() {
        return new Talk(false);
    }

    Talk client(long nanos, byte[]... messages) {
        return bytes(Direction.FROM_CLIENT, nanos, Messages.all(messages));
    }

    Talk server(long nanos, byte[]... messages) {
        return bytes(Direction.FROM_SERVER, nanos, Messages.all(messages));
    }

    Talk bytes(Direction from, long nanos, byte[] bytes) {
        steps.add((conversation, cut) -> {
            ByteBuffer all = ByteBuffer.wrap(bytes);
            while (all.hasRemaining()) {
                int length = cut.length(all.remaining());
                ByteBuffer piece = all.slice(all.position(), length);
                reading = conversation.bytes(from, piece, nanos);
                assertThat(piece.remaining()).isEqualTo(length);
                all.position(all.position() + length);
            }
        });
        return this;
    }

    Talk gap(Direction from, long missing, long nanos) {
        steps.add((conversation, cut) -> conversation.gap(from, missing, nanos));
        return this;
    }

    Talk tainted(Direction from, long nanos) {
        steps.add((conversation, cut) -> conversation.tainted(from, nanos));
        return this;
    }

    Talk closed(long nanos) {
        steps.add((conversation, cut) -> conversation.closed(nanos));
        return this;
    }

    /** What the talk yields; the same however it is cut. */
    List<Observation> observed() {
        List<Observation> whole = play(remaining -> remaining);
        Reading afterWhole = reading;
        assertThat(play(remaining -> 1)).containsExactlyElementsOf(whole);
        assertThat(reading).isEqualTo(afterWhole);
        for (int i = 0; i < 5; i++) {
            assertThat(play(remaining -> 1 + CUTS.nextInt(Math.min(remaining, 40))))
                    .containsExactlyElementsOf(whole);
        }
        return whole;
    }

    /** What it yields in one go; for tests that play thousands. */
    List<Observation> observedOnce() {
        return play(remaining -> remaining);
    }

    /** What the reader said last. */
    Reading reading() {
        return reading;
    }

    private List<Observation> play(Cut cut) {
        List<Observation> facts = new ArrayList<>();
        Conversation conversation = new OpenNap().open(null, fromStart, facts::add);
        for (Step step : steps) {
            step.play(conversation, cut);
        }
        check(facts);
        return facts;
    }

    /** What holds of every talk: each query is told once, answered at most once, ended at most once, in this order. */
    static void check(List<Observation> facts) {
        Map<Integer, Asked> asked = new HashMap<>();
        Map<Integer, Answered> answered = new HashMap<>();
        Set<Integer> ended = new HashSet<>();
        for (Observation fact : facts) {
            switch (fact) {
                case Asked a -> {
                    assertThat(a.query()).isEqualTo(asked.size() + 1);
                    asked.put(a.query(), a);
                }
                case Answered a -> {
                    assertThat(a.askedNanos()).isEqualTo(asked.get(a.query()).nanos());
                    assertThat(answered.put(a.query(), a)).isNull();
                    assertThat(ended).doesNotContain(a.query());
                }
                case Ended e -> {
                    assertThat(e.askedNanos()).isEqualTo(asked.get(e.query()).nanos());
                    assertThat(ended.add(e.query())).isTrue();
                    Answered first = answered.get(e.query());
                    assertThat(e.firstAnswerNanos()).isEqualTo(first == null ? Observation.NEVER : first.nanos());
                }
                default -> {}
            }
        }
    }

    static <T extends Observation> List<T> only(Class<T> kind, List<Observation> facts) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
