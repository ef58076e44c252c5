package org.activerouter.analyzer.http;

import static org.activerouter.analyzer.http.HttpTalk.GET;
import static org.activerouter.analyzer.http.HttpTalk.OK;
import static org.assertj.core.api.Assertions.assertThat;

import org.activerouter.analyzer.protocol.Conversation.Reading;
import org.activerouter.analyzer.protocol.Observation.Answered;
import org.activerouter.analyzer.protocol.Observation.Ended;
import org.activerouter.analyzer.protocol.Observation.LostStep;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.activerouter.capture.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves it uncertain where a message ends, and what proves it again. */
class HttpBoundaryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\nContent-Length: 6",
                "Content-Length: 5\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\nContent-Length: 5",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: chunked\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked;x=1",
                "Transfer-Encoding:",
                "Transfer-Encoding : chunked",
                "Content-Length: +5",
                "Content-Length: -5",
                "Content-Length: 0x5",
                "Content-Length: 5, 5",
                "Content-Length: 5 5",
                "Content-Length:",
                "Content-Length: 9999999999999999999",
                " folded: line",
                "no colon",
                ": nameless",
                "bad\u0000: x",
                "name: a\rb",
                "name: a\u007f",
            })
    void whatCanBeReadInTwoWaysCostsTheBoundary(String fields) {
        HttpTalk talk = HttpTalk.fromStart()
                .client(1, GET)
                .server(2, OK)
                .client(3, "POST /x HTTP/1.1\n" + fields + "\n\nGET /evil HTTP/1.1\n\n")
                .server(4, OK + OK);
        assertThat(talk.lostSteps()).hasSize(1);
        assertThat(talk.ended()).hasSize(1);
        assertThat(talk.reading()).isEqualTo(Reading.LOST_STEP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /x HTTP/1.0\nTransfer-Encoding: chunked\n\n",
                "GET /x HTTP/1.1 \n\n",
                "GET  /x HTTP/1.1\n\n",
                "GET /x y HTTP/1.1\n\n",
                "GET /x http/1.1\n\n",
                "GET /x HTTP/2.0\n\n",
                "GET /x\n\n",
                "G@T /x HTTP/1.1\n\n",
                "\n\nGET /x HTTP/1.1\n\n",
                "POST /x HTTP/1.1\nTransfer-Encoding: chunked\n\n5\nhello!\n",
                "POST /x HTTP/1.1\nTransfer-Encoding: chunked\n\n5x\nhello\n",
                "POST /x HTTP/1.1\nTransfer-Encoding: chunked\n\n-1\n",
                "POST /x HTTP/1.1\nTransfer-Encoding: chunked\n\n\n",
                "POST /x HTTP/1.1\nTransfer-Encoding: chunked\n\n1234567890123456\n",
                "POST /x HTTP/1.1\nTransfer-Encoding: chunked\n\n0\nbad trailer\n\n",
            })
    void whatIsNoRequestCostsTheBoundary(String text) {
        HttpTalk talk = HttpTalk.fromStart()
                .client(1, GET)
                .server(2, OK)
                .client(3, text)
                .server(4, OK);
        assertThat(talk.lostSteps()).hasSize(1);
        assertThat(talk.asked()).hasSize(1);
    }

    @Test
    void aLineFeedAloneEndsNoLine() {
        assertThat(HttpTalk.fromStart()
                        .client(1, GET)
                        .server(2, OK)
                        .raw(Direction.FROM_CLIENT, 3, "GET /x HTTP/1.1\n\n")
                        .lostSteps())
                .hasSize(1);
    }

    @Test
    void longerLinesAndHeadsThanServersAcceptCostTheBoundary() {
        String begin = "GET /x HTTP/1.1\n";
        assertThat(HttpTalk.fromStart()
                        .client(1, begin + "a: " + "b".repeat(20_000) + "\n\n")
                        .lostSteps())
                .containsExactly("client: no line of HTTP");
        assertThat(HttpTalk.fromStart()
                        .client(1, begin + ("a: " + "b".repeat(1_000) + "\n").repeat(70) + "\n")
                        .lostSteps())
                .containsExactly("client: a longer head than servers accept");
    }

    @Test
    void anAnswerThatNobodyHasAskedForCostsTheBoundary() {
        HttpTalk talk = HttpTalk.fromStart().client(1, GET).server(2, OK + OK).client(3, GET);
        assertThat(talk.lostSteps()).containsExactly("server: an answer that nobody has asked for");
        assertThat(talk.asked()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH\n", "HTTP/1.1 99 x\n\n", "HTTP/1.1 200\tOK\n\n", "220 mail\n"})
    void otherProtocolsAreNotMine(String banner) {
        assertThat(HttpTalk.fromStart().server(1, banner).reading()).isEqualTo(Reading.NOT_MINE);
        assertThat(HttpTalk.fromStart()
                        .raw(Direction.FROM_CLIENT, 1, "\u0016\u0003\u0001\u0002")
                        .reading())
                .isEqualTo(Reading.NOT_MINE);
    }

    @Test
    void twoSoundExchangesInTurnProveABoundaryAgain() {
        HttpTalk talk = HttpTalk.fromStart()
                .client(1, GET)
                .gap(Direction.FROM_SERVER, 40, 2)
                .client(3, GET)
                .server(4, OK)
                .client(5, GET)
                .server(6, OK)
                .client(7, GET)
                .server(8, OK)
                .client(9, GET)
                .server(11, OK);
        assertThat(talk.only(Answered.class)).contains(new Answered(11, 2, 9));
        assertThat(talk.reading()).isEqualTo(Reading.IN_STEP);
        assertThat(talk.ended().getFirst().outcome()).isEqualTo(Outcome.UNMEASURED);
    }

    @Test
    void aConnectionJoinedInTheMiddleIsMeasuredOnceItsTurnsAreProven() {
        HttpTalk talk = HttpTalk.fromTheMiddle().client(1, "rest of a request").server(2, "rest of an answer");
        for (int i = 0; i < 3; i++) {
            talk.client(10 * i + 3, GET).server(10 * i + 5, OK);
        }
        assertThat(talk.ended()).containsExactly(new Ended(25, 1, 23, 25, 1, Outcome.COMPLETED));
    }

    @Test
    void anUploadThatLooksLikeRequestsProvesNothing() {
        HttpTalk talk = HttpTalk.fromTheMiddle().server(1, "x");
        for (int i = 0; i < 5; i++) {
            talk.client(2 + i, GET);
        }
        assertThat(talk.server(20, OK).client(21, GET).server(22, OK).asked()).isEmpty();
    }

    @Test
    void aConnectionWithoutRequestsIsGivenUp() {
        HttpTalk talk = HttpTalk.fromTheMiddle();
        for (int i = 0; i < 100; i++) {
            talk.raw(Direction.FROM_CLIENT, i, "\u0001\u0002").raw(Direction.FROM_SERVER, i, "\u0003");
        }
        assertThat(talk.reading()).isEqualTo(Reading.NOT_MINE);
    }

    @Test
    void bytesMissingInsideOfABodyCostNoBoundary() {
        HttpTalk talk = HttpTalk.fromStart()
                .client(1, GET)
                .server(2, "HTTP/1.1 200 OK\nContent-Length: 100\n\n")
                .gap(Direction.FROM_SERVER, 100, 3)
                .client(4, "POST /x HTTP/1.1\nContent-Length: 10\n\n12345")
                .gap(Direction.FROM_CLIENT, 5, 5)
                .server(6, OK)
                .client(7, GET)
                .server(9, OK);
        assertThat(talk.only(LostStep.class)).isEmpty();
        assertThat(talk.ended())
                .extracting(Ended::outcome)
                .containsExactly(Outcome.UNMEASURED, Outcome.UNMEASURED, Outcome.COMPLETED);
    }

    @Test
    void moreRequestsThanAreKeptCostTheBoundary() {
        HttpTalk talk = HttpTalk.fromStart().client(1, GET.repeat(1_025));
        assertThat(talk.lostSteps()).hasSize(1);
        assertThat(talk.asked()).hasSize(1_024);
    }
}
