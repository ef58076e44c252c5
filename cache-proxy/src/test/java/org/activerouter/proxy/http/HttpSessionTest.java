package org.activerouter.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.balance.Choice;
import org.activerouter.proxy.balance.Distribution;
import org.activerouter.proxy.balance.Mode;
import org.activerouter.proxy.relay.RelayNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of HTTP over real sockets of the loopback: what clients and members see of each other. */
@Timeout(60)
class HttpSessionTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T keep(T resource) {
        opened.add(0, resource);
        return resource;
    }

    private Origin origin(Origin.Script script) throws IOException {
        return keep(Origin.with(script));
    }

    private Origin saying(String text) throws IOException {
        return keep(Origin.saying(text));
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static String read(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), ISO_8859_1);
    }

    private static String answer(Socket socket, String body) throws IOException {
        return read(socket, Origin.answer(body).length());
    }

    private static String post(String body) {
        return "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void aConnectionIsKeptOnBothSides() throws Exception {
        Origin origin = saying("hello");
        Proxy proxy = keep(Proxy.before(origin));
        Socket client = proxy.connect();
        for (int i = 0; i < 3; i++) {
            send(client, GET);
            assertThat(answer(client, "hello")).isEqualTo(Origin.answer("hello"));
        }
        assertThat(origin.requests()).containsExactly(GET, GET, GET);
        assertThat(origin.wires()).hasSize(1);
        assertThat(proxy.member(origin).requests()).isEqualTo(3);
        RelayNetwork.await("all answered", () -> proxy.member(origin).outstanding() == 0);
        assertThat(proxy.service().served())
                .singleElement()
                .satisfies(served -> assertThat(served.queries()).isEqualTo(3));
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrderByWhomeverTheyWentTo() throws Exception {
        Origin slow = origin((request, wire) -> {
            TimeUnit.MILLISECONDS.sleep(30);
            wire.say(Origin.answer("slow" + request.charAt(5)));
            return true;
        });
        Origin fast = origin((request, wire) -> {
            wire.say(Origin.answer("fast" + request.charAt(5)));
            return true;
        });
        Proxy proxy = keep(Proxy.before(Proxy.roundRobin(), slow, fast));
        StringBuilder requests = new StringBuilder();
        StringBuilder bodies = new StringBuilder();
        for (char each = 'a'; each <= 'h'; each++) {
            requests.append(GET.replace("/a", "/" + each));
            bodies.append((each - 'a') % 2 == 0 ? "slow" : "fast").append(each);
        }
        String answers = proxy.ask(requests.toString());
        assertThat(answers.replace("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", ""))
                .isEqualTo(bodies.toString());
        assertThat(slow.wires()).hasSize(1);
        assertThat(fast.wires()).hasSize(1);
    }

    @Test
    void aRequestMayComeByteByByte() throws Exception {
        Origin origin = saying("ok");
        Socket client = keep(Proxy.before(origin)).connect();
        client.setTcpNoDelay(true);
        String text = post("body") + GET;
        for (int i = 0; i < text.length(); i++) {
            send(client, text.substring(i, i + 1));
        }
        assertThat(answer(client, "ok") + answer(client, "ok")).isEqualTo(Origin.answer("ok") + Origin.answer("ok"));
        assertThat(origin.requests()).containsExactly(post("body"), GET);
    }

    @Test
    void anAnswerMayComeByteByByte() throws Exception {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nT: v\r\n\r\n";
        Origin origin = origin((request, wire) -> {
            for (int i = 0; i < chunked.length(); i++) {
                wire.say(chunked.substring(i, i + 1));
            }
            return true;
        });
        Socket client = keep(Proxy.before(origin)).connect();
        for (int i = 0; i < 2; i++) {
            send(client, GET);
            assertThat(read(client, chunked.length())).isEqualTo(chunked);
        }
        assertThat(origin.wires()).hasSize(1);
    }

    @Test
    void chunkedUploadsPassAsTheyAre() throws Exception {
        Origin origin = saying("ok");
        String upload =
                "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4;x\r\nabcd\r\n0A\r\n0123456789\r\n0\r\n\r\n";
        assertThat(keep(Proxy.before(origin)).ask(upload + GET)).isEqualTo(Origin.answer("ok") + Origin.answer("ok"));
        assertThat(origin.requests()).containsExactly(upload, GET);
    }

    @Test
    void aClientThatWaitsForContinueGetsIt() throws Exception {
        Origin origin = saying("ok");
        Socket client = keep(Proxy.before(origin)).connect();
        send(client, "PUT /p HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
        assertThat(read(client, 25)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        send(client, "body");
        assertThat(answer(client, "ok")).isEqualTo(Origin.answer("ok"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
            })
    void anAnswerWithoutABodyEndsWithItsHead(String text) throws Exception {
        Origin origin = origin((request, wire) -> {
            wire.say(text);
            return true;
        });
        assertThat(keep(Proxy.before(origin)).ask(GET + GET)).isEqualTo(text + text);
        assertThat(origin.wires()).hasSize(1);
    }

    @Test
    void theAnswerToHeadHasNoBodyWhateverItSays() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
        Origin origin = origin((request, wire) -> {
            wire.say(request.startsWith("HEAD") ? head : Origin.answer("hello"));
            return true;
        });
        assertThat(keep(Proxy.before(origin)).ask(GET.replace("GET", "HEAD") + GET))
                .isEqualTo(head + Origin.answer("hello"));
    }

    @Test
    void anAnswerThatLastsUntilTheConnectionEndsEndsTheClients() throws Exception {
        String text = "HTTP/1.0 200 OK\r\n\r\n" + "x".repeat(100_000);
        Origin origin = origin((request, wire) -> {
            wire.say(text);
            return false;
        });
        Socket client = keep(Proxy.before(origin)).connect();
        send(client, GET);
        assertThat(Origin.rest(client.getInputStream())).isEqualTo(text);
    }

    @Test
    void aServerThatClosesAfterItsAnswerClosesTheClientsConnection() throws Exception {
        String text = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx";
        Origin origin = origin((request, wire) -> {
            wire.say(text);
            return false;
        });
        Socket client = keep(Proxy.before(origin)).connect();
        send(client, GET + GET);
        assertThat(Origin.rest(client.getInputStream())).isEqualTo(text);
        assertThat(origin.requests()).containsExactly(GET);
    }

    @Test
    void largeBodiesPassBothWaysUnchanged() throws Exception {
        byte[] large = new byte[20 << 20];
        new Random(1).nextBytes(large);
        byte[] head =
                ("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: " + large.length + "\r\n\r\n").getBytes(ISO_8859_1);
        Echo echo = keep(new Echo(head.length, large.length));
        Proxy proxy = keep(new Proxy(HttpLimits.defaults(), echo.endpoint()));
        Socket client = proxy.connect();
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
            try {
                client.getOutputStream().write(head);
                client.getOutputStream().write(large);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        InputStream in = client.getInputStream();
        String expected = "HTTP/1.1 200 OK\r\nContent-Length: " + large.length + "\r\n\r\n";
        assertThat(new String(in.readNBytes(expected.length()), ISO_8859_1)).isEqualTo(expected);
        assertThat(Arrays.equals(in.readNBytes(large.length), large)).isTrue();
        sent.join();
    }

    @Test
    void anUpgradeMakesATunnel() throws Exception {
        String accepted = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nfirst";
        Origin origin = origin((request, wire) -> {
            wire.say(accepted);
            for (int each = wire.hear(); each >= 0; each = wire.hear()) {
                wire.say(new byte[] {(byte) (each ^ 1)});
            }
            return false;
        });
        Proxy proxy = keep(Proxy.before(origin));
        Socket client = proxy.connect();
        send(client, "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nahead");
        assertThat(read(client, accepted.length())).isEqualTo(accepted);
        assertThat(read(client, 5)).isEqualTo("`id`e");
        send(client, "\0\1GET / HTTP/1.1\r\n\r\n");
        assertThat(read(client, 2)).isEqualTo("\1\0");
        assertThat(proxy.member(origin).outstanding()).isOne();
        client.shutdownOutput();
        assertThat(Origin.rest(client.getInputStream())).hasSize(18);
        RelayNetwork.await("the tunnel's end", () -> proxy.member(origin).outstanding() == 0);
    }

    @Test
    void anUpgradeThatIsNotTakenUpStaysHttp() throws Exception {
        Origin origin = saying("no");
        String upgrade = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";
        assertThat(keep(Proxy.before(origin)).ask(upgrade + GET)).isEqualTo(Origin.answer("no") + Origin.answer("no"));
    }

    @Test
    void connectMakesATunnel() throws Exception {
        Origin origin = origin((request, wire) -> {
            wire.say("HTTP/1.1 200 OK\r\n\r\n");
            for (int each = wire.hear(); each >= 0; each = wire.hear()) {
                wire.say(new byte[] {(byte) each});
            }
            return false;
        });
        Socket client = keep(Proxy.before(origin)).connect();
        send(client, "CONNECT b:443 HTTP/1.1\r\nHost: b:443\r\n\r\n");
        assertThat(read(client, 19)).isEqualTo("HTTP/1.1 200 OK\r\n\r\n");
        send(client, "\u0016\u0003\u0001");
        assertThat(read(client, 3)).isEqualTo("\u0016\u0003\u0001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001\u0002\u0000\u0001",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET /\r\n",
                "EHLO example.org\r\n",
                "\u0005\u0000\u0002\u0000abcde",
                "GET / HTTP/9.1\r\n"
            })
    void whatIsNotHttpPassesToOneMember(String foreign) throws Exception {
        Echo echo = keep(new Echo(0, foreign.length()));
        Proxy proxy = keep(new Proxy(HttpLimits.defaults(), echo.endpoint()));
        Socket client = proxy.connect();
        send(client, foreign);
        client.shutdownOutput();
        assertThat(read(client, foreign.length() + echo.headLength())).endsWith(foreign);
    }

    @Test
    void connectionsThatAreNotHttpAreSpreadByWhatMembersHave() throws Exception {
        Echo one = keep(new Echo(0, 0));
        Echo two = keep(new Echo(0, 0));
        Proxy proxy = keep(new Proxy(HttpLimits.defaults(), one.endpoint()));
        proxy.members(
                new Mode(Distribution.SPREAD, Choice.LEAST_OUTSTANDING, false, 0), one.endpoint(), two.endpoint());
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Socket client = proxy.connect();
            clients.add(client);
            send(client, "\u0005\u0000\u0002\u0000abcde");
            read(client, one.headLength());
        }
        assertThat(List.of(one.connections(), two.connections())).containsExactly(3, 3);
        assertThat(proxy.member(two.endpoint()).outstanding()).isEqualTo(3);
        for (Socket each : clients) {
            each.close();
        }
        RelayNetwork.await(
                "the connections' ends", () -> proxy.member(two.endpoint()).outstanding() == 0);
    }

    @Test
    void aServerThatSpeaksFirstIsHeard() throws Exception {
        Echo echo = keep(new Echo(0, 0));
        Socket client = keep(new Proxy(HttpLimits.defaults(), echo.endpoint())).connect();
        assertThat(read(client, 15)).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void aClientThatSaysNoMoreStillGetsItsAnswer() throws Exception {
        Origin origin = origin((request, wire) -> {
            TimeUnit.MILLISECONDS.sleep(100);
            wire.say(Origin.answer("late"));
            return true;
        });
        assertThat(keep(Proxy.before(origin)).ask(GET)).isEqualTo(Origin.answer("late"));
    }

    @Test
    void eachMemberGetsItsRequestsAndAllAnswersComeBack() throws Exception {
        Origin one = saying("1");
        Origin two = saying("2");
        Origin three = saying("3");
        Proxy proxy = keep(Proxy.before(Proxy.roundRobin(), one, two, three));
        Socket client = proxy.connect();
        StringBuilder bodies = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            send(client, GET);
            bodies.append(answer(client, "x").charAt(Origin.answer("").length()));
        }
        assertThat(bodies.toString()).isEqualTo("123123123");
        assertThat(one.wires().size() + two.wires().size() + three.wires().size())
                .isEqualTo(3);
    }

    private static Endpoint at(Socket bound) {
        return new Endpoint(bound.getLocalAddress(), bound.getLocalPort());
    }

    @Test
    void aMemberThatRefusesIsPassedOverAlsoForWhatMayNotBeRepeated() throws Exception {
        Endpoint gone = at(keep(Origin.refusing()));
        Origin well = saying("well");
        Proxy proxy = keep(new Proxy(HttpLimits.defaults(), gone));
        proxy.members(Proxy.roundRobin(), gone, well.endpoint());
        for (int i = 0; i < 4; i++) {
            assertThat(proxy.ask(post("x"))).isEqualTo(Origin.answer("well"));
        }
        assertThat(proxy.member(gone).consecutiveFailures()).isPositive();
        assertThat(proxy.member(well).failures()).isZero();
    }

    @Test
    void whenNoMemberCanBeReachedTheClientIsToldSo() throws Exception {
        Proxy proxy = keep(new Proxy(HttpLimits.defaults(), at(keep(Origin.refusing()))));
        assertThat(proxy.ask(GET)).startsWith("HTTP/1.1 502 ").contains("Connection: close");
        assertThat(proxy.faults(Fault.UNREACHABLE)).isOne();
    }

    @Test
    void aConnectionThatTheServerEndedMeanwhileIsReplaced() throws Exception {
        Origin origin = origin((request, wire) -> {
            wire.say(Origin.answer("once"));
            return false;
        });
        Proxy proxy = keep(Proxy.before(origin));
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
        Origin sick = origin((request, wire) -> {
            wire.say(bad);
            return false;
        });
        Origin well = saying("well");
        Proxy proxy = keep(Proxy.before(Proxy.secondTries(), sick, well));
        for (int i = 0; i < 6; i++) {
            assertThat(proxy.ask(GET)).isEqualTo(Origin.answer("well"));
        }
        assertThat(sick.requests()).isNotEmpty();
        assertThat(proxy.member(sick).retries()).isEqualTo(sick.requests().size());
        assertThat(proxy.member(sick).failures()).isEqualTo(sick.requests().size());
    }

    @Test
    void whatMayNotBeRepeatedIsNot() throws Exception {
        Origin sick = origin((request, wire) -> {
            wire.say("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
            return true;
        });
        Origin well = saying("well");
        Proxy proxy = keep(Proxy.before(Proxy.secondTries(), sick, well));
        List<String> answers = List.of(proxy.ask(post("x")), proxy.ask(post("x")));
        assertThat(answers).anyMatch(each -> each.contains("500")).anyMatch(each -> each.contains("well"));
        assertThat(well.requests()).hasSize(1);
    }

    @Test
    void whoIsSlowToAnswerIsNotWaitedForWhenThereIsAnother() throws Exception {
        Origin frozen = origin((request, wire) -> {
            TimeUnit.SECONDS.sleep(30);
            return false;
        });
        Origin well = saying("well");
        Proxy proxy = keep(new Proxy(Proxy.QUICK, frozen.endpoint()));
        proxy.members(Proxy.secondTries(), frozen, well);
        assertThat(List.of(proxy.ask(GET), proxy.ask(GET))).containsOnly(Origin.answer("well"));
        assertThat(proxy.member(frozen).failures()).isOne();
    }

    @Test
    void anAnswerThatDoesNotComeIsGivenUp() throws Exception {
        Origin frozen = origin((request, wire) -> {
            TimeUnit.SECONDS.sleep(30);
            return false;
        });
        Proxy proxy = keep(new Proxy(Proxy.QUICK, frozen.endpoint()));
        assertThat(proxy.ask(GET)).startsWith("HTTP/1.1 504 ");
        assertThat(proxy.faults(Fault.ANSWER_TIME)).isOne();
    }

    @Test
    void anAnswerThatBreaksOffIsSeenToBreakOff() throws Exception {
        Origin broken = origin((request, wire) -> {
            wire.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            return false;
        });
        Proxy proxy = keep(Proxy.before(broken));
        assertThat(proxy.ask(GET)).endsWith("\r\n\r\nhalf");
        assertThat(proxy.faults(Fault.BROKEN_ANSWER)).isOne();
        assertThat(proxy.member(broken).failures()).isOne();
    }

    @Test
    void theRestOfARequestThatWasAnsweredEarlyIsNotTakenForAnother() throws Exception {
        Echo early = keep(new Echo(40, 0, true));
        Proxy proxy = keep(new Proxy(HttpLimits.defaults(), early.endpoint()));
        Socket client = proxy.connect();
        send(client, "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n");
        assertThat(read(client, early.headLength())).startsWith("HTTP/1.1 200 OK");
        TimeUnit.MILLISECONDS.sleep(200);
        send(client, GET.repeat(3));
        assertThat(Origin.rest(client.getInputStream())).doesNotContain("HTTP/1.1");
        assertThat(early.connections()).isOne();
    }

    @Test
    void whatNobodyAskedForIsNotTakenForAnAnswer() throws Exception {
        Origin split = origin((request, wire) -> {
            wire.say(Origin.answer("good") + Origin.answer("evil"));
            return true;
        });
        Proxy proxy = keep(Proxy.before(split));
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
        Origin origin = saying("ok");
        Proxy proxy = keep(new Proxy(Proxy.QUICK, origin.endpoint()));
        Socket client = proxy.connect();
        send(client, begun);
        assertThat(Origin.rest(client.getInputStream())).startsWith("HTTP/1.1 408 ");
        assertThat(proxy.faults(Fault.HEAD_TIME) + proxy.faults(Fault.BODY_TIME))
                .isOne();
    }

    @Test
    void whoAsksNothingMoreIsLetGo() throws Exception {
        Origin origin = saying("ok");
        Proxy proxy = keep(new Proxy(Proxy.QUICK, origin.endpoint()));
        Socket client = proxy.connect();
        send(client, GET);
        assertThat(Origin.rest(client.getInputStream())).isEqualTo(Origin.answer("ok"));
        assertThat(proxy.faults(Fault.KEEP_ALIVE_TIME)).isOne();
    }

    @Test
    void aSlowReaderOfALargeAnswerGetsAllOfIt() throws Exception {
        String body = "0123456789".repeat(800_000);
        Origin origin = saying(body);
        Proxy proxy = keep(Proxy.before(origin));
        Socket client = proxy.connect();
        send(client, GET + GET);
        TimeUnit.MILLISECONDS.sleep(300);
        assertThat(proxy.service().snapshot().bytesQueued()).isLessThan(1 << 20);
        assertThat(answer(client, body)).isEqualTo(Origin.answer(body));
        assertThat(answer(client, body)).isEqualTo(Origin.answer(body));
    }
}
