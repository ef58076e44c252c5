package org.activerouter.analyzer.jxta;

import static org.activerouter.capture.Direction.FROM_CLIENT;
import static org.activerouter.capture.Direction.FROM_SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.analyzer.protocol.Conversation.Reading;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.BecameOpaque;
import org.junit.jupiter.api.Test;

class JxtaTest {
    private static final String HELLO =
            "JXTAHELLO tcp://192.0.2.1:9700 tcp://192.0.2.2:9701 urn:jxta:uuid-59616261646162614A78746150325033 1 1.1\r\n";

    private final List<Observation> facts = new ArrayList<>();

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void theGreetingIsRecognisedOnceItIsComplete() {
        assertThat(new Jxta().recognise(FROM_CLIENT, bytes(HELLO))).isEqualTo(1);
        assertThat(new Jxta().recognise(FROM_SERVER, bytes(HELLO.substring(0, 40))))
                .isZero();
        assertThat(new Jxta().recognise(FROM_SERVER, bytes("JXTAHELP "))).isNegative();
        assertThat(new Jxta().recognise(FROM_SERVER, bytes("JXTAHELLO no carriage return\n")))
                .isNegative();
        assertThat(new Jxta().recognise(FROM_SERVER, bytes("JXTAHELLO " + "x".repeat(5000))))
                .isNegative();
    }

    @Test
    void aConversationIsNamedAndNotReadHoweverItIsCut() {
        Conversation conversation = new Jxta().open(null, true, facts::add);
        for (char next : "JXTAHELLO".toCharArray()) {
            assertThat(conversation.bytes(FROM_SERVER, bytes(String.valueOf(next)), 1))
                    .isEqualTo(Reading.IN_STEP);
        }
        assertThat(conversation.bytes(FROM_SERVER, bytes(" tcp"), 2)).isEqualTo(Reading.OPAQUE);
        assertThat(conversation.bytes(FROM_CLIENT, bytes(HELLO), 3)).isEqualTo(Reading.OPAQUE);
        assertThat(facts).hasSize(1).hasOnlyElementsOfType(BecameOpaque.class);
    }

    @Test
    void whatDoesNotGreetIsNotMine() {
        Conversation conversation = new Jxta().open(null, true, facts::add);
        assertThat(conversation.bytes(FROM_CLIENT, bytes("GET /"), 1)).isEqualTo(Reading.NOT_MINE);
        assertThat(facts).isEmpty();
    }

    @Test
    void withoutItsBeginningAConversationIsNotMine() {
        assertThat(new Jxta().open(null, false, facts::add).bytes(FROM_CLIENT, bytes(HELLO), 1))
                .isEqualTo(Reading.NOT_MINE);
    }
}
