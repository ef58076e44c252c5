package org.activerouter.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.activerouter.proxy.http.cache.HttpCache;
import org.activerouter.proxy.http.cache.HttpCacheSettings;
import org.activerouter.proxy.relay.RelayNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cache in the path of real sockets of the loopback. */
@Timeout(60)
class CachingSessionTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

    private final HttpCache cache = new HttpCache(new HttpCacheSettings(8 << 20, 1 << 20, Duration.ZERO));
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

    private Proxy before(Origin origin) throws IOException {
        return keep(new Proxy(HttpLimits.defaults(), origin.endpoint(), cache));
    }

    private static String fresh(String body) {
        return "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nETag: \"" + body.length() + "\"\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static String bodyOf(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static String kept(String body) {
        return "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nETag: \"" + body.length() + "\"\r\nContent-Length: "
                + body.length() + "\r\nAge: 0\r\nCache-Status: active-router; hit; ttl=60\r\n\r\n" + body;
    }

    /** What is kept is dated where the server has not done it. */
    private static String undated(String answers) {
        return answers.replaceAll("Date: [A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n", "");
    }

    @Test
    void theFirstAnswerPassesUnchangedAndTheSecondComesFromTheCache() throws Exception {
        Origin origin = origin((request, wire) -> {
            wire.say(fresh("hello"));
            return true;
        });
        Proxy proxy = before(origin);
        assertThat(proxy.ask(GET)).isEqualTo(fresh("hello"));
        assertThat(undated(proxy.ask(GET))).isEqualTo(kept("hello"));
        assertThat(undated(proxy.ask(GET + GET))).isEqualTo(kept("hello") + kept("hello"));
        assertThat(origin.requests()).containsExactly(GET);
        assertThat(proxy.service().served()).singleElement().satisfies(served -> {
            assertThat(served.queries()).isEqualTo(4);
            assertThat(served.forwarded()).isOne();
        });
    }

    @Test
    void chunksAreKeptAsTheBodyTheyCarry() throws Exception {
        Origin origin = origin((request, wire) -> {
            wire.say("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nTransfer-Encoding: chunked\r\n\r\n");
            wire.say("3;x\r\nabc\r\n");
            wire.say("4\r\nde\r\n\r\n0\r\nTrailer: x\r\n\r\n");
            return true;
        });
        Proxy proxy = before(origin);
        proxy.ask(GET);
        String second = proxy.ask(GET);
        assertThat(second)
                .contains("Content-Length: 7\r\n")
                .doesNotContain("Transfer-Encoding")
                .doesNotContain("Trailer");
        assertThat(bodyOf(second)).isEqualTo("abcde\r\n");
    }

    @Test
    void headPartsAndConditionsAreAnsweredFromTheWhole() throws Exception {
        Origin origin = origin((request, wire) -> {
            wire.say(fresh("0123456789"));
            return true;
        });
        Proxy proxy = before(origin);
        proxy.ask(GET);
        assertThat(proxy.ask(GET.replace("GET", "HEAD")))
                .contains("Content-Length: 10\r\n")
                .endsWith("\r\n\r\n");
        String part = proxy.ask(GET.replace("\r\n\r\n", "\r\nRange: bytes=2-4\r\n\r\n"));
        assertThat(part).startsWith("HTTP/1.1 206 Partial Content\r\n").contains("Content-Range: bytes 2-4/10\r\n");
        assertThat(bodyOf(part)).isEqualTo("234");
        String none = proxy.ask(GET.replace("\r\n\r\n", "\r\nRange: bytes=10-\r\n\r\n"));
        assertThat(none).startsWith("HTTP/1.1 416 ").contains("Content-Range: bytes */10\r\n");
        assertThat(bodyOf(none)).isEmpty();
        String known = proxy.ask(GET.replace("\r\n\r\n", "\r\nIf-None-Match: \"10\"\r\n\r\n"));
        assertThat(known)
                .startsWith("HTTP/1.1 304 ")
                .contains("etag: \"10\"\r\n")
                .doesNotContain("Content-Length");
        assertThat(origin.requests()).hasSize(1);
    }

    @Test
    void whatIsStaleIsValidatedAndServed() throws Exception {
        Origin origin = origin((request, wire) -> {
            wire.say(
                    request.contains("If-None-Match: \"v\"")
                            ? "HTTP/1.1 304 Not Modified\r\nX: new\r\n\r\n"
                            : "HTTP/1.1 200 OK\r\nCache-Control: no-cache\r\nETag: \"v\"\r\nContent-Length: 4\r\n\r\nbody");
            return true;
        });
        Proxy proxy = before(origin);
        proxy.ask(GET);
        for (int i = 0; i < 2; i++) {
            String served = proxy.ask(GET);
            assertThat(served)
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("X: new\r\n")
                    .contains("fwd-status=304");
            assertThat(bodyOf(served)).isEqualTo("body");
        }
        assertThat(origin.requests()).hasSize(3);
        assertThat(cache.snapshot().validated()).isEqualTo(2);
    }

    @Test
    void whatIsStaleIsServedWhileItIsRevalidatedBehind() throws Exception {
        AtomicInteger version = new AtomicInteger();
        Origin origin = origin((request, wire) -> {
            wire.say(
                    "HTTP/1.1 200 OK\r\nCache-Control: max-age=0, stale-while-revalidate=60\r\nETag: \"x\"\r\nContent-Length: 1\r\n\r\n"
                            + version.getAndIncrement());
            return true;
        });
        Proxy proxy = before(origin);
        Socket client = proxy.connect();
        client.getOutputStream().write(GET.getBytes(ISO_8859_1));
        RelayNetwork.await("the first is kept", () -> cache.snapshot().kept() == 1);
        String second = proxy.ask(GET);
        assertThat(bodyOf(second)).isEqualTo("0");
        Socket other = proxy.connect();
        other.getOutputStream().write(GET.getBytes(ISO_8859_1));
        RelayNetwork.await("one behind", () -> cache.snapshot().kept() >= 2);
        other.getOutputStream().write(GET.getBytes(ISO_8859_1));
        RelayNetwork.await("another behind", () -> cache.snapshot().kept() >= 3);
    }

    @Test
    void anErrorIsReplacedByWhatIsStale() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Origin origin = origin((request, wire) -> {
            switch (asked.getAndIncrement()) {
                case 0 ->
                    wire.say(
                            "HTTP/1.1 200 OK\r\nCache-Control: max-age=0, stale-if-error=60\r\nETag: \"x\"\r\nContent-Length: 4\r\n\r\nkept");
                case 1 -> wire.say("HTTP/1.1 500 Oops\r\nContent-Length: 5\r\n\r\nsorry");
                default -> wire.reset();
            }
            return true;
        });
        Proxy proxy = before(origin);
        proxy.ask(GET);
        for (int i = 0; i < 2; i++) {
            String served = proxy.ask(GET);
            assertThat(served)
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("Cache-Status: active-router; fwd=stale; ttl=");
            assertThat(bodyOf(served)).isEqualTo("kept");
        }
    }

    @Test
    void equalRequestsInFlightAreAskedOnce() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Origin origin = origin((request, wire) -> {
            go.await(20, TimeUnit.SECONDS);
            wire.say(fresh("once"));
            return true;
        });
        Proxy proxy = before(origin);
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return proxy.ask(GET);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    Thread::startVirtualThread));
        }
        RelayNetwork.await("all but one wait", () -> cache.snapshot().coalesced() == 19);
        go.countDown();
        for (CompletableFuture<String> each : answers) {
            assertThat(bodyOf(each.get(20, TimeUnit.SECONDS))).isEqualTo("once");
        }
        assertThat(origin.requests()).hasSize(1);
        assertThat(cache.snapshot().shared()).isEqualTo(19);
        assertThat(cache.snapshot().hits()).isZero();
    }

    @Test
    void whoWaitedForWhatIsNotForAllGoesItself() throws Exception {
        AtomicInteger number = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        Origin origin = origin((request, wire) -> {
            go.await(20, TimeUnit.SECONDS);
            wire.say("HTTP/1.1 200 OK\r\nCache-Control: private\r\nContent-Length: 1\r\n\r\n"
                    + number.getAndIncrement());
            return true;
        });
        Proxy proxy = before(origin);
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return proxy.ask(GET);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    Thread::startVirtualThread));
        }
        RelayNetwork.await("all but one wait", () -> cache.snapshot().coalesced() == 4);
        go.countDown();
        List<String> bodies = new ArrayList<>();
        for (CompletableFuture<String> each : answers) {
            bodies.add(bodyOf(each.get(20, TimeUnit.SECONDS)));
        }
        assertThat(bodies).containsExactlyInAnyOrder("0", "1", "2", "3", "4");
    }

    @Test
    void aChangeMakesWhatIsKeptDoubtful() throws Exception {
        Origin origin = origin((request, wire) -> {
            wire.say(
                    request.startsWith("GET")
                            ? fresh("kept")
                            : "HTTP/1.1 201 Created\r\nLocation: http://a/made#part\r\nContent-Length: 0\r\n\r\n");
            return true;
        });
        Proxy proxy = before(origin);
        String made = GET.replace("/a", "/made");
        String other = GET.replace("/a", "/other");
        proxy.ask(GET + made + other);
        proxy.ask("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
        proxy.ask(GET + made + other);
        assertThat(origin.requests()).filteredOn(each -> each.equals(GET)).hasSize(2);
        assertThat(origin.requests()).filteredOn(each -> each.equals(made)).hasSize(2);
        assertThat(origin.requests()).filteredOn(each -> each.equals(other)).hasSize(1);
    }

    @Test
    void whatWasSparedIsToldAsOfAnyCache() throws Exception {
        Origin origin = origin((request, wire) -> {
            wire.say(request.startsWith("POST") ? Origin.answer("done") : fresh("hello"));
            return true;
        });
        Proxy proxy = before(origin);
        proxy.ask(
                GET + GET + GET.replace("/a", "/b") + GET + "POST /c HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
        assertThat(proxy.service().cache()).hasValueSatisfying(told -> {
            assertThat(told.queries()).isEqualTo(5);
            assertThat(told.answered()).isEqualTo(2);
            assertThat(told.forwarded()).isEqualTo(3);
            assertThat(told.kept()).isEqualTo(2);
            assertThat(told.entries()).isEqualTo(2);
            assertThat(told.bytes()).isPositive();
            assertThat(told.shared() + told.refreshed() + told.evicted()).isZero();
            assertThat(told.medianNanos()).isBetween(1L, told.p99Nanos());
        });
    }

    @Test
    void whatIsTooLargePassesUnkept() throws Exception {
        String large = "x".repeat(2 << 20);
        Origin origin = origin((request, wire) -> {
            wire.say(fresh(large));
            return true;
        });
        Proxy proxy = before(origin);
        assertThat(proxy.ask(GET)).isEqualTo(fresh(large));
        assertThat(proxy.ask(GET)).isEqualTo(fresh(large));
        assertThat(origin.requests()).hasSize(2);
    }

    @Test
    void anAnswerThatBreaksOffIsNotKept() throws Exception {
        Origin origin = origin((request, wire) -> {
            wire.say("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 10\r\n\r\nhalf");
            return false;
        });
        Proxy proxy = before(origin);
        assertThat(bodyOf(proxy.ask(GET))).isEqualTo("half");
        assertThat(bodyOf(proxy.ask(GET))).isEqualTo("half");
        assertThat(cache.snapshot().entries()).isZero();
    }

    @Test
    void whoWantsItFromTheCacheOrNotAtAllIsToldThatItIsNotThere() throws Exception {
        Origin origin = origin((request, wire) -> true);
        String only = GET.replace("\r\n\r\n", "\r\nCache-Control: only-if-cached\r\n\r\n");
        assertThat(before(origin).ask(only)).startsWith("HTTP/1.1 504 ");
        assertThat(origin.requests()).isEmpty();
    }
}
