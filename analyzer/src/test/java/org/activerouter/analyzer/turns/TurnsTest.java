package org.activerouter.analyzer.turns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Answered;
import org.activerouter.analyzer.protocol.Observation.Asked;
import org.activerouter.analyzer.protocol.Observation.Ended;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.activerouter.capture.Direction;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final List<Observation> facts = new ArrayList<>();
    private Conversation conversation = new Turns().open(null, true, facts::add);

    private void client(long nanos) {
        conversation.bytes(Direction.FROM_CLIENT, ByteBuffer.wrap(new byte[] {1}), nanos);
    }

    private void server(long nanos) {
        conversation.bytes(Direction.FROM_SERVER, ByteBuffer.wrap(new byte[] {2}), nanos);
    }

    @Test
    void aTurnLastsFromTheClientsFirstBytesToTheServersLast() {
        client(1);
        client(2);
        server(5);
        server(7);
        client(20);
        server(21);
        conversation.closed(30);
        assertThat(facts)
                .containsExactly(
                        new Asked(1, 1),
                        new Answered(5, 1, 1),
                        new Ended(7, 1, 1, 5, 1, Outcome.COMPLETED),
                        new Asked(20, 2),
                        new Answered(21, 2, 20),
                        new Ended(21, 2, 20, 21, 1, Outcome.COMPLETED));
    }

    @Test
    void aGreetingAnswersNobody() {
        server(1);
        client(2);
        server(4);
        conversation.closed(5);
        assertThat(facts).first().isEqualTo(new Asked(2, 1));
        assertThat(facts).hasSize(3);
    }

    @Test
    void inTheMiddleItWaitsForTheServersTurn() {
        conversation = new Turns().open(null, false, facts::add);
        client(1);
        assertThat(facts).isEmpty();
        server(2);
        client(3);
        server(4);
        assertThat(facts).containsExactly(new Asked(3, 1), new Answered(4, 1, 3));
    }

    @Test
    void whatAGapTouchesIsNotMeasured() {
        client(1);
        conversation.gap(Direction.FROM_SERVER, 10, 2);
        server(3);
        client(4);
        server(6);
        conversation.closed(7);
        assertThat(facts)
                .containsExactly(
                        new Asked(1, 1),
                        new Ended(2, 1, 1, Observation.NEVER, 0, Outcome.UNMEASURED),
                        new Asked(4, 2),
                        new Answered(6, 2, 4),
                        new Ended(6, 2, 4, 6, 1, Outcome.COMPLETED));
    }

    @Test
    void nothingIsMeasuredAfterATaint() {
        client(1);
        conversation.tainted(Direction.FROM_SERVER, 2);
        server(3);
        conversation.closed(4);
        assertThat(facts).last().isEqualTo(new Ended(3, 1, 1, Observation.NEVER, 1, Outcome.UNMEASURED));
    }

    @Test
    void aServerThatSaysNothingLeavesItUnanswered() {
        client(1);
        conversation.closed(9);
        assertThat(facts).last().isEqualTo(new Ended(9, 1, 1, Observation.NEVER, 0, Outcome.UNANSWERED));
    }
}
