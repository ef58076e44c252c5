package org.activerouter.proxy.http;

import static org.activerouter.proxy.http.Stage.GET;
import static org.activerouter.proxy.http.Stage.answer;
import static org.activerouter.proxy.http.Stage.post;
import static org.activerouter.proxy.http.Stage.read;
import static org.activerouter.proxy.http.Stage.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.relay.RelayNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members and clients that do not do what they should, over real sockets of the loopback. */
@Timeout(60)
class MemberFaultTest {
    @RegisterExtension
    final Stage stage = new Stage();

    private static Endpoint at(Socket bound) {
        return new Endpoint(bound.getLocalAddress(), bound.getLocalPort());
    }

    @Test
    void aMemberThatRefusesIsPassedOverAlsoForWhatMayNotBeRepeated() throws Exception {
        Endpoint gone = at(stage.keep(Origin.refusing()));
        Origin well = stage.saying("well");
        Proxy proxy = stage.keep(new Proxy(HttpLimits.defaults(), gone));
        proxy.members(Proxy.roundRobin(), gone, well.endpoint());
        for (int i = 0; i < 4; i++) {
            assertThat(proxy.ask(post("x"))).isEqualTo(Origin.answer("well"));
        }
        assertThat(proxy.member(gone).consecutiveFailures()).isPositive();
        assertThat(proxy.member(well).failures()).isZero();
    }

    @Test
    void whenNoMemberCanBeReachedTheClientIsToldSo() throws Exception {
        Proxy proxy = stage.keep(new Proxy(HttpLimits.defaults(), at(stage.keep(Origin.refusing()))));
        assertThat(proxy.ask(GET)).startsWith("HTTP/1.1 502 ").contains("Connection: close");
        assertThat(proxy.faults(Fault.UNREACHABLE)).isOne();
    }

    @Test
    void aConnectionThatTheServerEndedMeanwhileIsReplaced() throws Exception {
        Origin origin = stage.origin((request, wire) -> {
            wire.say(Origin.answer("once"));
            return false;
        });
        Proxy proxy = stage.keep(Proxy.before(origin));
        Socket client = proxy.connect();
        for (int i = 0; i < 20; i++) {
            send(client, GET);
            assertThat(answer(client, "once")).isEqualTo(Origin.answer("once"));
        }
        assertThat(proxy.member(origin).failures()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 503 Busy\r\n\r\n",
                "garbage\r\n\r\n",
                ""
            })
    void whatMayBeRepeatedIsTriedOnASecondMember(String bad) throws Exception {
        Origin sick = stage.origin((request, wire) -> {
            wire.say(bad);
            return false;
        });
        Origin well = stage.saying("well");
        Proxy proxy = stage.keep(Proxy.before(Proxy.secondTries(), sick, well));
        for (int i = 0; i < 6; i++) {
            assertThat(proxy.ask(GET)).isEqualTo(Origin.answer("well"));
        }
        assertThat(sick.requests()).isNotEmpty();
        assertThat(proxy.member(sick).retries()).isEqualTo(sick.requests().size());
        assertThat(proxy.member(sick).failures()).isEqualTo(sick.requests().size());
    }

    @Test
    void whatMayNotBeRepeatedIsNot() throws Exception {
        Origin sick = stage.origin((request, wire) -> {
            wire.say("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
            return true;
        });
        Origin well = stage.saying("well");
        Proxy proxy = stage.keep(Proxy.before(Proxy.secondTries(), sick, well));
        List<String> answers = List.of(proxy.ask(post("x")), proxy.ask(post("x")));
        assertThat(answers).anyMatch(each -> each.contains("500")).anyMatch(each -> each.contains("well"));
        assertThat(well.requests()).hasSize(1);
    }

    @Test
    void whoIsSlowToAnswerIsNotWaitedForWhenThereIsAnother() throws Exception {
        Origin frozen = stage.origin((request, wire) -> {
            TimeUnit.SECONDS.sleep(30);
            return false;
        });
        Origin well = stage.saying("well");
        Proxy proxy = stage.keep(new Proxy(Proxy.QUICK, frozen.endpoint()));
        proxy.members(Proxy.secondTries(), frozen, well);
        assertThat(List.of(proxy.ask(GET), proxy.ask(GET))).containsOnly(Origin.answer("well"));
        assertThat(proxy.member(frozen).failures()).isOne();
    }

    @Test
    void anAnswerThatDoesNotComeIsGivenUp() throws Exception {
        Origin frozen = stage.origin((request, wire) -> {
            TimeUnit.SECONDS.sleep(30);
            return false;
        });
        Proxy proxy = stage.keep(new Proxy(Proxy.QUICK, frozen.endpoint()));
        assertThat(proxy.ask(GET)).startsWith("HTTP/1.1 504 ");
        assertThat(proxy.faults(Fault.ANSWER_TIME)).isOne();
    }

    @Test
    void anAnswerThatBreaksOffIsSeenToBreakOff() throws Exception {
        Origin broken = stage.origin((request, wire) -> {
            wire.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            return false;
        });
        Proxy proxy = stage.keep(Proxy.before(broken));
        assertThat(proxy.ask(GET)).endsWith("\r\n\r\nhalf");
        assertThat(proxy.faults(Fault.BROKEN_ANSWER)).isOne();
        assertThat(proxy.member(broken).failures()).isOne();
    }

    @Test
    void anAnswerWithoutAnEndThatIsResetIsSeenToBreakOff() throws Exception {
        String half = "HTTP/1.1 200 OK\r\n\r\nhalf";
        CountDownLatch read = new CountDownLatch(1);
        Origin origin = stage.origin((request, wire) -> {
            wire.say(half);
            read.await(20, TimeUnit.SECONDS);
            wire.reset();
            return false;
        });
        Socket client = stage.keep(Proxy.before(origin)).connect();
        send(client, GET);
        assertThat(read(client, half.length())).isEqualTo(half);
        read.countDown();
        assertThat(Origin.rest(client.getInputStream())).isEqualTo("<reset>");
    }

    @Test
    void theRestOfARequestThatWasAnsweredEarlyIsNotTakenForAnother() throws Exception {
        Echo early = stage.keep(new Echo(40, 0, true));
        Proxy proxy = stage.keep(new Proxy(HttpLimits.defaults(), early.endpoint()));
        Socket client = proxy.connect();
        send(client, "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n");
        assertThat(read(client, early.headLength())).startsWith("HTTP/1.1 200 OK");
        assertThat(Origin.rest(client.getInputStream()))
                .as("the end is told at once")
                .isEmpty();
        send(client, GET.repeat(3));
        client.shutdownOutput();
        RelayNetwork.await("the session's end", () -> proxy.service().snapshot().open() == 0);
        assertThat(early.connections()).isOne();
        assertThat(proxy.service().served().get(0).queries()).isOne();
    }

    @Test
    void whatNobodyAskedForIsNotTakenForAnAnswer() throws Exception {
        Origin split = stage.origin((request, wire) -> {
            wire.say(Origin.answer("good") + Origin.answer("evil"));
            return true;
        });
        Proxy proxy = stage.keep(Proxy.before(split));
        Socket client = proxy.connect();
        for (int i = 0; i < 5; i++) {
            send(client, GET);
            assertThat(answer(client, "good")).isEqualTo(Origin.answer("good"));
        }
        assertThat(proxy.faults(Fault.BAD_ANSWER)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTT",
                "GET / HTTP/1.1\r\nHost: a\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf"
            })
    void whoDoesNotFinishARequestIsNotWaitedForForEver(String begun) throws Exception {
        Origin origin = stage.saying("ok");
        Proxy proxy = stage.keep(new Proxy(Proxy.QUICK, origin.endpoint()));
        Socket client = proxy.connect();
        send(client, begun);
        assertThat(Origin.rest(client.getInputStream())).startsWith("HTTP/1.1 408 ");
        assertThat(proxy.faults(Fault.HEAD_TIME) + proxy.faults(Fault.BODY_TIME))
                .isOne();
    }

    @Test
    void whoAsksNothingMoreIsLetGo() throws Exception {
        Origin origin = stage.saying("ok");
        Proxy proxy = stage.keep(new Proxy(Proxy.QUICK, origin.endpoint()));
        Socket client = proxy.connect();
        send(client, GET);
        assertThat(Origin.rest(client.getInputStream())).isEqualTo(Origin.answer("ok"));
        assertThat(proxy.faults(Fault.KEEP_ALIVE_TIME)).isOne();
    }
}
