package org.activerouter.analyzer.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.activerouter.analyzer.protocol.Conversation.Reading;
import org.activerouter.capture.Direction;

/** What a connection carried, written down, to be given to a conversation whole and in pieces. Times are in any unit. */
public final class Script {
    private static final int RANDOM_CUTS = 5;
    private static final int LONGEST_PIECE = 40;

    private interface Step {
        void play(Conversation conversation, IntUnaryOperator cut);
    }

    private final Protocol protocol;
    private final boolean fromStart;
    private final Random cuts;
    private final Consumer<List<Observation>> check;
    private final List<Step> steps = new ArrayList<>();
    private Reading reading = Reading.IN_STEP;

    /**
     * Nothing was said yet.
     *
     * @param seed of the places where the bytes are cut
     * @param check what holds of whatever is observed in this protocol
     */
    public Script(Protocol protocol, boolean fromStart, long seed, Consumer<List<Observation>> check) {
        this.protocol = protocol;
        this.fromStart = fromStart;
        this.cuts = new Random(seed);
        this.check = check;
    }

    /** One end says something. */
    public void bytes(Direction from, long nanos, byte[] bytes) {
        steps.add((conversation, cut) -> {
            ByteBuffer all = ByteBuffer.wrap(bytes);
            while (all.hasRemaining()) {
                int length = cut.applyAsInt(all.remaining());
                ByteBuffer piece = all.slice(all.position(), length);
                reading = conversation.bytes(from, piece, nanos);
                assertThat(piece.remaining()).isEqualTo(length);
                all.position(all.position() + length);
            }
        });
    }

    /** Something else happens to the connection. */
    public void then(Consumer<Conversation> what) {
        steps.add((conversation, cut) -> what.accept(conversation));
    }

    /** What it yields; the same however it is cut. */
    public List<Observation> observed() {
        List<Observation> whole = observedOnce();
        Reading afterWhole = reading;
        assertThat(play(remaining -> 1)).containsExactlyElementsOf(whole);
        assertThat(reading).isEqualTo(afterWhole);
        for (int i = 0; i < RANDOM_CUTS; i++) {
            assertThat(play(remaining -> 1 + cuts.nextInt(Math.min(remaining, LONGEST_PIECE))))
                    .containsExactlyElementsOf(whole);
        }
        return whole;
    }

    /** What it yields in one go; for tests that play thousands. */
    public List<Observation> observedOnce() {
        return play(remaining -> remaining);
    }

    /** What the conversation said last when it was played. */
    public Reading reading() {
        return reading;
    }

    private List<Observation> play(IntUnaryOperator cut) {
        List<Observation> facts = new ArrayList<>();
        Conversation conversation = protocol.open(null, fromStart, facts::add);
        for (Step step : steps) {
            step.play(conversation, cut);
        }
        check.accept(facts);
        return facts;
    }
}
