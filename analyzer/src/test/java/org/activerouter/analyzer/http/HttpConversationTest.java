package org.activerouter.analyzer.http;

import static org.activerouter.analyzer.http.HttpTalk.GET;
import static org.activerouter.analyzer.http.HttpTalk.OK;
import static org.activerouter.analyzer.protocol.Observation.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import org.activerouter.analyzer.protocol.Conversation.Reading;
import org.activerouter.analyzer.protocol.Observation.Answered;
import org.activerouter.analyzer.protocol.Observation.Asked;
import org.activerouter.analyzer.protocol.Observation.BecameOpaque;
import org.activerouter.analyzer.protocol.Observation.Classified;
import org.activerouter.analyzer.protocol.Observation.Ended;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.activerouter.capture.Direction;
import org.activerouter.capture.tcp.CloseReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is observed of requests and answers that can be read. */
class HttpConversationTest {
    @Test
    void aRequestIsAskedWithItsLastByteAnsweredByTheFirstAndCompletedByTheLast() {
        assertThat(HttpTalk.fromStart()
                        .client(10, "GET /a HTTP/1.1\n")
                        .client(12, "Host: x\n\n")
                        .server(20, "HTTP/1.1 200 OK\nCont")
                        .server(25, "ent-Length: 4\n\nab")
                        .server(31, "cd")
                        .observed())
                .containsExactly(
                        new Asked(12, 1),
                        new Answered(20, 1, 12),
                        new Classified(31, "GET /a", 200),
                        new Ended(31, 1, 12, 20, 1, Outcome.COMPLETED));
    }

    @Test
    void aKeptConnectionAsksAgainAndAgain() {
        assertThat(HttpTalk.fromStart()
                        .client(1, GET)
                        .server(2, OK)
                        .client(3, GET)
                        .server(5, OK)
                        .ended())
                .containsExactly(
                        new Ended(2, 1, 1, 2, 1, Outcome.COMPLETED), new Ended(5, 2, 3, 5, 1, Outcome.COMPLETED));
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() {
        assertThat(HttpTalk.fromStart()
                        .client(1, GET + "HEAD /b HTTP/1.1\n\n" + GET)
                        .server(2, OK + "HTTP/1.1 200 OK\nContent-Length: 99\n\n")
                        .server(4, OK)
                        .ended())
                .containsExactly(
                        new Ended(2, 1, 1, 2, 1, Outcome.COMPLETED),
                        new Ended(2, 2, 1, 2, 1, Outcome.COMPLETED),
                        new Ended(4, 3, 1, 4, 1, Outcome.COMPLETED));
    }

    @Test
    void aBodyInChunksEndsWithItsTrailers() {
        assertThat(HttpTalk.fromStart()
                        .client(1, GET)
                        .server(
                                2,
                                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5;note=\"x\"\nhello\n00a \n0123456789\n")
                        .server(3, "0\nChecksum: 1\n")
                        .server(4, "\n")
                        .ended())
                .containsExactly(new Ended(4, 1, 1, 2, 1, Outcome.COMPLETED));
    }

    @Test
    void aRequestInChunksIsAskedWithItsLastChunk() {
        assertThat(HttpTalk.fromStart()
                        .client(1, "POST /up HTTP/1.1\nTransfer-Encoding: gzip, chunked\n\n3\nabc\n")
                        .client(5, "0\n\n")
                        .server(9, OK)
                        .ended())
                .containsExactly(new Ended(9, 1, 5, 9, 1, Outcome.COMPLETED));
    }

    @Test
    void aBodyWithoutLengthLastsUntilTheConnectionEndsInOrder() {
        HttpTalk talk = HttpTalk.fromStart().client(1, GET).server(2, "HTTP/1.0 200 OK\n\nHTTP/1.1 500 no\n\n");
        assertThat(talk.closed(CloseReason.FINISHED, 9).ended())
                .containsExactly(new Ended(9, 1, 1, 2, 1, Outcome.COMPLETED));
    }

    @Test
    void aConnectionThatBreaksLeavesSuchABodyUnfinished() {
        HttpTalk talk = HttpTalk.fromStart().client(1, GET).server(2, "HTTP/1.0 200 OK\n\nabc");
        assertThat(talk.closed(CloseReason.RESET, 9).ended())
                .containsExactly(new Ended(9, 1, 1, 2, 1, Outcome.UNANSWERED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified"})
    void someAnswersNeverHaveABody(String status) {
        assertThat(HttpTalk.fromStart()
                        .client(1, GET + GET)
                        .server(2, "HTTP/1.1 " + status + "\nContent-Length: 5\n\n" + OK)
                        .ended())
                .hasSize(2)
                .allMatch(ended -> ended.outcome() == Outcome.COMPLETED);
    }

    @Test
    void interimAnswersAreNoAnswers() {
        assertThat(HttpTalk.fromStart()
                        .client(1, "POST /u HTTP/1.1\nExpect: 100-continue\nContent-Length: 2\n\n")
                        .server(2, "HTTP/1.1 100 Continue\n\n")
                        .client(3, "ab")
                        .server(4, "HTTP/1.1 103 Early Hints\nLink: x\n\n")
                        .server(8, OK)
                        .ended())
                .containsExactly(new Ended(8, 1, 3, 8, 1, Outcome.COMPLETED));
    }

    @Test
    void aRefusedBodyMayNotFollowAndThenNothingIsCertain() {
        HttpTalk refused = HttpTalk.fromStart()
                .client(1, "POST /u HTTP/1.1\nExpect: 100-continue\nContent-Length: 500\n\n")
                .server(2, "HTTP/1.1 417 No\nContent-Length: 0\n\n");
        assertThat(refused.ended()).containsExactly(new Ended(2, 1, 2, NEVER, 1, Outcome.UNMEASURED));
        assertThat(refused.client(3, GET).lostSteps()).hasSize(1);
    }

    @Test
    void anAnswerBeforeTheEndOfItsRequestIsNotMeasured() {
        assertThat(HttpTalk.fromStart()
                        .client(1, "POST /u HTTP/1.1\nContent-Length: 4\n\nab")
                        .server(2, "HTTP/1.1 413 No\nContent-Length: 0\n\n")
                        .client(3, "cd" + GET)
                        .server(5, OK)
                        .ended())
                .containsExactly(
                        new Ended(2, 1, 2, NEVER, 1, Outcome.UNMEASURED), new Ended(5, 2, 3, 5, 1, Outcome.COMPLETED));
    }

    @Test
    void aServersErrorIsARefusalAndAClientsIsNot() {
        assertThat(HttpTalk.fromStart()
                        .client(1, GET + GET)
                        .server(2, "HTTP/1.1 503 Busy\nContent-Length: 0\n\nHTTP/1.1 404 None\nContent-Length: 0\n\n")
                        .ended())
                .containsExactly(
                        new Ended(2, 1, 1, 2, 0, Outcome.REFUSED), new Ended(2, 2, 1, 2, 1, Outcome.COMPLETED));
    }

    @Test
    void anUpgradeIsAnsweredAndOpaqueFromThere() {
        HttpTalk talk = HttpTalk.fromStart()
                .client(1, "GET /chat HTTP/1.1\nConnection: Upgrade\nUpgrade: websocket\n\n")
                .server(3, "HTTP/1.1 101 Switching\nUpgrade: websocket\n\n")
                .client(4, "GET /not HTTP/1.1\n\n");
        assertThat(talk.ended()).containsExactly(new Ended(3, 1, 1, 3, 1, Outcome.COMPLETED));
        assertThat(talk.only(BecameOpaque.class)).hasSize(1);
        assertThat(talk.reading()).isEqualTo(Reading.OPAQUE);
    }

    @Test
    void aServerMayPassAnUpgradeOver() {
        assertThat(HttpTalk.fromStart()
                        .client(1, "GET / HTTP/1.1\nUpgrade: h2c\n\n")
                        .server(2, OK)
                        .client(3, GET)
                        .server(4, OK)
                        .ended())
                .hasSize(2)
                .allMatch(ended -> ended.outcome() == Outcome.COMPLETED);
    }

    @Test
    void aTunnelIsOpaqueOnceTheServerGrantsIt() {
        HttpTalk talk = HttpTalk.fromStart()
                .client(1, "CONNECT a.example:443 HTTP/1.1\n\n")
                .server(2, "HTTP/1.1 407 Who\nContent-Length: 0\n\n")
                .client(3, "CONNECT a.example:443 HTTP/1.1\n\n")
                .server(4, "HTTP/1.1 200 OK\n\n")
                .raw(Direction.FROM_CLIENT, 5, "\u0016\u0003\u0001");
        assertThat(talk.ended()).hasSize(2);
        assertThat(talk.reading()).isEqualTo(Reading.OPAQUE);
    }

    @ParameterizedTest
    @CsvSource({
        "GET /images/12/a.png HTTP/1.1, GET /images",
        "GET /user123-45?x=/y HTTP/1.1, GET /user#-#",
        "GET / HTTP/1.0, GET /",
        "GET http://h:80/api/x HTTP/1.1, GET /api",
        "OPTIONS * HTTP/1.1, OPTIONS *",
        "CONNECT host:443 HTTP/1.1, CONNECT host:#",
        "GET /a:b//c HTTP/1.1, GET /a:b",
        "GET http://h HTTP/1.1, GET ",
    })
    void requestsAreOfFewKinds(String line, String kind) {
        assertThat(HttpTalk.fromStart()
                        .client(1, line + "\n\n")
                        .server(2, "HTTP/1.1 404 None\nContent-Length: 0\n\n")
                        .only(Classified.class))
                .containsExactly(new Classified(2, kind.equals("GET") ? "GET " : kind, 404));
    }

    @Test
    void nothingIsMeasuredAfterATaint() {
        assertThat(HttpTalk.fromStart()
                        .client(1, GET)
                        .tainted(2)
                        .server(3, OK)
                        .client(4, GET)
                        .server(5, OK)
                        .ended())
                .hasSize(2)
                .allMatch(ended -> ended.outcome() == Outcome.UNMEASURED);
    }

    @Test
    void whatIsOutstandingAtTheEndIsUnanswered() {
        assertThat(HttpTalk.fromStart()
                        .client(1, GET)
                        .closed(CloseReason.FINISHED, 5)
                        .ended())
                .containsExactly(new Ended(5, 1, 1, NEVER, 0, Outcome.UNANSWERED));
    }
}
