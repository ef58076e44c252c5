package org.activerouter.analyzer.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.analyzer.protocol.Conversation.Reading;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Asked;
import org.activerouter.analyzer.protocol.Observation.Ended;
import org.activerouter.capture.Direction;
import org.activerouter.capture.tcp.CloseReason;

/** Runs as a plain test on the kept inputs; with {@code JAZZER_FUZZ=1} it looks for new ones. */
class HttpFuzzTest {
    private static final String[] CLIENTS = {
        "GET / HTTP/1.1\n\n",
        "POST /u HTTP/1.1\nContent-Length: 3\n\nabc",
        "POST /u HTTP/1.1\nTransfer-Encoding: chunked\n\n1\na\n0\n\n",
        "HEAD / HTTP/1.1\n\n",
        "GET / HTTP/1.1\nUpgrade: h2c\n\n",
        "CONNECT a:1 HTTP/1.1\n\n",
        "POST /u HTTP/1.1\nExpect: 100-continue\nContent-Length: 3\n\n",
        "PO",
    };
    private static final String[] SERVERS = {
        "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi",
        "HTTP/1.1 204 No\n\n",
        "HTTP/1.1 100 Continue\n\n",
        "HTTP/1.1 503 No\nTransfer-Encoding: chunked\n\n2\nno\n0\nT: 1\n\n",
        "HTTP/1.0 200 OK\n\n",
        "HTTP/1.1 101 On\n\n",
        "HTTP/1.1 4",
    };

    @FuzzTest(maxDuration = "5m")
    @DictionaryEntries({"Transfer-Encoding: ", "chunked", "Content-Length: ", "HTTP/1.1", "\r\n", "GET / ", "Upgrade: "
    })
    void aConversationNeverThrowsAndEndsEachRequestOnce(FuzzedDataProvider data) {
        List<Observation> facts = new ArrayList<>();
        Conversation conversation = new Http().open(null, data.consumeBoolean(), facts::add);
        long now = 0;
        while (data.remainingBytes() > 0) {
            now += data.consumeInt(-10, 1000);
            step(conversation, data, now);
        }
        conversation.closed(data.pickValue(CloseReason.values()), now);
        HttpTalk.check(facts);
        assertThat(facts.stream().filter(Ended.class::isInstance).count())
                .isEqualTo(facts.stream().filter(Asked.class::isInstance).count());
        int told = facts.size();
        assertThat(conversation.bytes(Direction.FROM_CLIENT, ByteBuffer.wrap(bytes(CLIENTS[0])), now))
                .isIn(Reading.OPAQUE, Reading.NOT_MINE);
        conversation.closed(now);
        assertThat(facts).hasSize(told);
    }

    private static void step(Conversation conversation, FuzzedDataProvider data, long now) {
        Direction from = data.consumeBoolean() ? Direction.FROM_CLIENT : Direction.FROM_SERVER;
        switch (data.consumeInt(0, 11)) {
            case 0 -> conversation.gap(from, data.consumeLong(1, 300), now);
            case 1 -> conversation.tainted(from, now);
            case 2, 3, 4 -> give(conversation, Direction.FROM_CLIENT, bytes(data.pickValue(CLIENTS)), now);
            case 5, 6, 7 -> give(conversation, Direction.FROM_SERVER, bytes(data.pickValue(SERVERS)), now);
            default -> give(conversation, from, data.consumeBytes(60), now);
        }
    }

    private static void give(Conversation conversation, Direction from, byte[] bytes, long now) {
        conversation.bytes(from, ByteBuffer.wrap(bytes), now);
    }

    private static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    @FuzzTest(maxDuration = "5m")
    void howAStreamIsCutChangesNothing(FuzzedDataProvider data) {
        HttpTalk talk = data.consumeBoolean() ? HttpTalk.fromStart() : HttpTalk.fromTheMiddle();
        long now = 0;
        while (data.remainingBytes() > 0 && now < 60) {
            Direction from = data.consumeBoolean() ? Direction.FROM_CLIENT : Direction.FROM_SERVER;
            byte[] bytes = switch (data.consumeInt(0, 2)) {
                case 0 -> bytes(data.pickValue(CLIENTS));
                case 1 -> bytes(data.pickValue(SERVERS));
                default -> data.consumeBytes(50);
            };
            talk.bytes(from, now++, bytes);
            if (data.consumeInt(0, 9) == 0) {
                talk.gap(from, data.consumeInt(1, 50), now++);
            }
        }
        talk.closed(CloseReason.FINISHED, now).observed();
    }
}
