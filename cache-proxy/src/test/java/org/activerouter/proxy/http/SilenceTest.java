package org.activerouter.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.activerouter.proxy.balance.Groups;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With the limits of {@link Proxy#QUICK}: a body 2 s, an answer 4 s, another member after 1 s, the middle of an answer 2 s. */
class SilenceTest {
    private final Shared shared =
            new Shared(Proxy.QUICK, new Groups(System::nanoTime, ThreadLocalRandom::current), System::nanoTime, null);
    private final HeadParser parser = shared.parser();

    private Silence after(int seconds, String request, String answer, boolean memberBehind, boolean clientBehind) {
        assertThat(parser.find(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII)))
                .isPositive();
        assertThat(parser.request()).isNull();
        Asked asked = Asked.of(parser);
        Outgoing outgoing = Outgoing.of(parser.fields(), asked);
        AnswerReader reader = new AnswerReader(asked, shared, new Passing());
        if (!answer.isEmpty()) {
            reader.bytes(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII));
        }
        Silence silence = Silence.of(seconds, Proxy.QUICK, outgoing, reader, memberBehind, clientBehind);
        reader.forget();
        return silence;
    }

    @ParameterizedTest
    @CsvSource({"1,BORNE", "2,ANSWER_LATE", "4,ANSWER_LATE", "5,ANSWER_OVER"})
    void anAnswerThatDoesNotBeginIsLateAndThenGivenUp(int seconds, Silence meant) {
        assertThat(after(seconds, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "", false, false))
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"2,false,BORNE", "3,false,BODY_OVER", "30,true,BORNE"})
    void aBodyIsAwaitedAsLongAsItsMemberTakesIt(int seconds, boolean memberBehind, Silence meant) {
        String post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n";
        assertThat(after(seconds, post, "", memberBehind, false)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"1,false,BORNE", "2,false,ANSWER_STOPPED", "3,false,ANSWER_BROKEN", "2,true,BORNE", "30,true,BORNE"})
    void anAnswerThatStopsCountsAgainstItsMemberUnlessItsClientIsSlow(
            int seconds, boolean clientBehind, Silence meant) {
        String half = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf";
        assertThat(after(seconds, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", half, false, clientBehind))
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream", "Text/Event-Stream; charset=utf-8"})
    void aStreamOfEventsMayPause(String type) {
        String events = "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n\r\ndata: x\n\n";
        assertThat(after(1000, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", events, false, false))
                .isEqualTo(Silence.BORNE);
    }

    private static final class Passing implements AnswerReader.Listener {
        @Override
        public AnswerReader.Verdict head(HeadParser parser) {
            return AnswerReader.Verdict.PASS;
        }

        @Override
        public void pass(ByteBuf bytes) {
            bytes.release();
        }

        @Override
        public void bad() {
            throw new AssertionError();
        }

        @Override
        public void broken() {
            throw new AssertionError();
        }
    }
}
