package org.activerouter.analyzer.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.analyzer.protocol.Conversation.Reading;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Asked;
import org.activerouter.analyzer.protocol.Observation.Ended;
import org.activerouter.analyzer.protocol.Observation.LostStep;
import org.activerouter.capture.Direction;
import org.activerouter.capture.tcp.CloseReason;

/** A connection written down, to be given to a reader whole and in pieces. Line feeds stand for CR and LF; times are in any unit. */
final class HttpTalk {
    private static final Random CUTS = new Random(9112);

    @SuppressWarnings("ArrayRecordComponent") // Written down and never compared.
    private record Step(Direction from, byte[] bytes, long nanos, Consumer<Conversation> other) {}

    private final boolean fromStart;
    private final List<Step> steps = new ArrayList<>();
    private Reading reading = Reading.IN_STEP;

    private HttpTalk(boolean fromStart) {
        this.fromStart = fromStart;
    }

    static HttpTalk fromStart() {
        return new HttpTalk(true);
    }

    static HttpTalk fromTheMiddle() {
        return new HttpTalk(false);
    }

    HttpTalk client(long nanos, String text) {
        return raw(Direction.FROM_CLIENT, nanos, text.replace("\n", "\r\n"));
    }

    HttpTalk server(long nanos, String text) {
        return raw(Direction.FROM_SERVER, nanos, text.replace("\n", "\r\n"));
    }

    HttpTalk raw(Direction from, long nanos, String text) {
        return bytes(from, nanos, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    HttpTalk bytes(Direction from, long nanos, byte[] bytes) {
        steps.add(new Step(from, bytes, nanos, conversation -> {}));
        return this;
    }

    private HttpTalk then(Consumer<Conversation> other) {
        steps.add(new Step(Direction.FROM_CLIENT, new byte[0], 0, other));
        return this;
    }

    HttpTalk gap(Direction from, long missing, long nanos) {
        return then(conversation -> conversation.gap(from, missing, nanos));
    }

    HttpTalk tainted(long nanos) {
        return then(conversation -> conversation.tainted(Direction.FROM_SERVER, nanos));
    }

    HttpTalk closed(CloseReason how, long nanos) {
        return then(conversation -> conversation.closed(how, nanos));
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

    /** How its queries ended. */
    List<Ended> ended() {
        return only(Ended.class);
    }

    List<Asked> asked() {
        return only(Asked.class);
    }

    /** Why the boundary was lost, each time. */
    List<String> lostSteps() {
        return only(LostStep.class).stream().map(LostStep::reason).toList();
    }

    <T extends Observation> List<T> only(Class<T> kind) {
        return observed().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** What the reader said last. */
    Reading reading() {
        observed();
        return reading;
    }

    private List<Observation> play(IntUnaryOperator cut) {
        List<Observation> facts = new ArrayList<>();
        Conversation conversation = new Http().open(null, fromStart, facts::add);
        for (Step step : steps) {
            step.other().accept(conversation);
            ByteBuffer all = ByteBuffer.wrap(step.bytes());
            while (all.hasRemaining()) {
                int length = cut.applyAsInt(all.remaining());
                ByteBuffer piece = all.slice(all.position(), length);
                reading = conversation.bytes(step.from(), piece, step.nanos());
                assertThat(piece.remaining()).isEqualTo(length);
                all.position(all.position() + length);
            }
        }
        check(facts);
        return facts;
    }

    /** What holds of every talk: queries are numbered in order and end at most once. */
    static void check(List<Observation> facts) {
        int asked = 0;
        Set<Integer> ended = new HashSet<>();
        for (Observation fact : facts) {
            if (fact instanceof Asked a) {
                asked++;
                assertThat(a.query()).isEqualTo(asked);
            } else if (fact instanceof Ended e) {
                assertThat(e.query()).isLessThanOrEqualTo(asked);
                assertThat(ended.add(e.query())).isTrue();
            }
        }
    }
}
