package org.activerouter.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.activerouter.proxy.http.Stage.GET;
import static org.activerouter.proxy.http.Stage.answer;
import static org.activerouter.proxy.http.Stage.post;
import static org.activerouter.proxy.http.Stage.read;
import static org.activerouter.proxy.http.Stage.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.activerouter.proxy.balance.Roster;
import org.activerouter.proxy.balance.Seat;
import org.activerouter.proxy.relay.RelayNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of HTTP over real sockets of the loopback: what clients and members see of each other. */
@Timeout(60)
class HttpSessionTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void aConnectionIsKeptOnBothSides() throws Exception {
        Origin origin = stage.saying("hello");
        Proxy proxy = stage.keep(Proxy.before(origin));
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
        Origin slow = stage.origin((request, wire) -> {
            TimeUnit.MILLISECONDS.sleep(30);
            wire.say(Origin.answer("slow" + request.charAt(5)));
            return true;
        });
        Origin fast = stage.origin((request, wire) -> {
            wire.say(Origin.answer("fast" + request.charAt(5)));
            return true;
        });
        Proxy proxy = stage.keep(Proxy.before(Proxy.roundRobin(), slow, fast));
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
        Origin origin = stage.saying("ok");
        Socket client = stage.keep(Proxy.before(origin)).connect();
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
        Origin origin = stage.origin((request, wire) -> {
            for (int i = 0; i < chunked.length(); i++) {
                wire.say(chunked.substring(i, i + 1));
            }
            return true;
        });
        Socket client = stage.keep(Proxy.before(origin)).connect();
        for (int i = 0; i < 2; i++) {
            send(client, GET);
            assertThat(read(client, chunked.length())).isEqualTo(chunked);
        }
        assertThat(origin.wires()).hasSize(1);
    }

    @Test
    void chunkedUploadsPassAsTheyAre() throws Exception {
        Origin origin = stage.saying("ok");
        String upload =
                "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4;x\r\nabcd\r\n0A\r\n0123456789\r\n0\r\n\r\n";
        assertThat(stage.keep(Proxy.before(origin)).ask(upload + GET))
                .isEqualTo(Origin.answer("ok") + Origin.answer("ok"));
        assertThat(origin.requests()).containsExactly(upload, GET);
    }

    @Test
    void aClientThatWaitsForContinueGetsIt() throws Exception {
        Origin origin = stage.saying("ok");
        Socket client = stage.keep(Proxy.before(origin)).connect();
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
        Origin origin = stage.origin((request, wire) -> {
            wire.say(text);
            return true;
        });
        assertThat(stage.keep(Proxy.before(origin)).ask(GET + GET)).isEqualTo(text + text);
        assertThat(origin.wires()).hasSize(1);
    }

    @Test
    void theAnswerToHeadHasNoBodyWhateverItSays() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
        Origin origin = stage.origin((request, wire) -> {
            wire.say(request.startsWith("HEAD") ? head : Origin.answer("hello"));
            return true;
        });
        assertThat(stage.keep(Proxy.before(origin)).ask(GET.replace("GET", "HEAD") + GET))
                .isEqualTo(head + Origin.answer("hello"));
    }

    @Test
    void anAnswerThatLastsUntilTheConnectionEndsEndsTheClients() throws Exception {
        String text = "HTTP/1.0 200 OK\r\n\r\n" + "x".repeat(100_000);
        Origin origin = stage.origin((request, wire) -> {
            wire.say(text);
            return false;
        });
        Socket client = stage.keep(Proxy.before(origin)).connect();
        send(client, GET);
        assertThat(Origin.rest(client.getInputStream())).isEqualTo(text);
    }

    @Test
    void aServerThatClosesAfterItsAnswerClosesTheClientsConnection() throws Exception {
        String text = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx";
        Origin origin = stage.origin((request, wire) -> {
            wire.say(text);
            return false;
        });
        Socket client = stage.keep(Proxy.before(origin)).connect();
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
        Echo echo = stage.keep(new Echo(head.length, large.length));
        Proxy proxy = stage.keep(new Proxy(HttpLimits.defaults(), echo.endpoint()));
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
    void aClientThatSaysNoMoreStillGetsItsAnswer() throws Exception {
        Origin origin = stage.origin((request, wire) -> {
            TimeUnit.MILLISECONDS.sleep(100);
            wire.say(Origin.answer("late"));
            return true;
        });
        assertThat(stage.keep(Proxy.before(origin)).ask(GET)).isEqualTo(Origin.answer("late"));
    }

    @Test
    void eachMemberGetsItsRequestsAndAllAnswersComeBack() throws Exception {
        Origin one = stage.saying("1");
        Origin two = stage.saying("2");
        Origin three = stage.saying("3");
        Proxy proxy = stage.keep(Proxy.before(Proxy.roundRobin(), one, two, three));
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

    @Test
    void whoIsDrainedEndsTheAnswerThatItHasBegunAndGetsNothingNew() throws Exception {
        CountDownLatch drained = new CountDownLatch(1);
        Origin leaving = stage.origin((request, wire) -> {
            wire.say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
            drained.await();
            wire.say("done");
            return true;
        });
        Origin staying = stage.saying("next");
        Proxy proxy = stage.keep(Proxy.before(Proxy.roundRobin(), leaving));
        Socket client = proxy.connect();
        send(client, GET);
        RelayNetwork.await("it is asked", () -> leaving.requests().size() == 1);
        proxy.service()
                .roster(new Roster(
                        "test",
                        Proxy.roundRobin(),
                        List.of(new Seat(leaving.endpoint(), 1, false), new Seat(staying.endpoint(), 1, true))));
        drained.countDown();
        assertThat(answer(client, "done")).isEqualTo(Origin.answer("done"));
        for (int i = 0; i < 3; i++) {
            send(client, GET);
            assertThat(answer(client, "next")).isEqualTo(Origin.answer("next"));
        }
        assertThat(leaving.requests()).hasSize(1);
    }

    @Test
    void aSlowReaderOfALargeAnswerGetsAllOfIt() throws Exception {
        String body = "0123456789".repeat(800_000);
        Origin origin = stage.saying(body);
        Proxy proxy = stage.keep(Proxy.before(origin));
        Socket client = proxy.connect();
        send(client, GET + GET);
        String both = Origin.answer(body) + Origin.answer(body);
        SlowReader reader = SlowReader.of(client, proxy.service());
        assertThat(reader.read(both.length())).isEqualTo(both);
        assertThat(reader.mostQueued()).isPositive().isLessThan(1 << 20);
    }
}
