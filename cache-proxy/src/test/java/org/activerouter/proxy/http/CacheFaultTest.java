package org.activerouter.proxy.http;

import static org.activerouter.proxy.http.Stage.GET;
import static org.activerouter.proxy.http.Stage.read;
import static org.activerouter.proxy.http.Stage.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.activerouter.proxy.http.cache.HttpCache;
import org.activerouter.proxy.http.cache.HttpCacheSettings;
import org.activerouter.proxy.relay.RelayNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The cache before servers that fail, and with clients that come early, leave early or ask for something else than HTTP. */
@Timeout(60)
class CacheFaultTest {
    private static final String UPGRADE = "GET /a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n";
    private static final String SWITCHED =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";

    @RegisterExtension
    final Stage stage = new Stage();

    private final HttpCache cache = new HttpCache(new HttpCacheSettings(8 << 20, 1 << 20, Duration.ZERO));

    private Proxy before(Origin origin, HttpLimits limits) throws IOException {
        return stage.keep(new Proxy(limits, origin.endpoint(), cache));
    }

    private Proxy before(Origin origin) throws IOException {
        return before(origin, HttpLimits.defaults());
    }

    private static String kept(String control, String body) {
        return Origin.answer(body).replace("\r\n\r\n", "\r\nETag: \"x\"\r\nCache-Control: " + control + "\r\n\r\n");
    }

    @Test
    void connectionsThatChangeTheirProtocolDoNotWaitForEachOther() throws Exception {
        Origin origin = stage.origin((request, wire) -> {
            wire.say(SWITCHED);
            return wire.hear() >= 0;
        });
        Proxy proxy = before(origin);
        for (String asks : new String[] {"Upgrade: echo\r\n", "Upgrade: echo\r\n", "", ""}) {
            Socket client = proxy.connect();
            send(client, UPGRADE + asks + "\r\n");
            assertThat(read(client, SWITCHED.length())).isEqualTo(SWITCHED);
        }
        assertThat(cache.snapshot().coalesced()).isZero();
    }

    @Test
    void whatIsSaidBeforeAnAnswerBehindAnotherIsNotTheClients() throws Exception {
        AtomicInteger version = new AtomicInteger();
        CountDownLatch hinted = new CountDownLatch(1);
        Origin origin = stage.origin((request, wire) -> {
            if (version.getAndIncrement() == 1) {
                wire.say("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
                hinted.await(20, TimeUnit.SECONDS);
            }
            wire.say(kept("max-age=0, stale-while-revalidate=60", "x"));
            return true;
        });
        Proxy proxy = before(origin);
        proxy.ask(GET);
        long first = proxy.service().served().get(0).bytesFromServer();
        Socket client = proxy.connect();
        send(client, GET);
        RelayNetwork.await("the hint", () -> proxy.service().served().get(0).bytesFromServer() > first);
        hinted.countDown();
        RelayNetwork.await("the answer behind", () -> cache.snapshot().kept() == 2);
        send(client, GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
        assertThat(Origin.rest(client.getInputStream()))
                .doesNotContain("103")
                .containsPattern("(?s)x.*HTTP/1.1 200.*x$");
    }

    @Test
    void whatIsValidatedBehindAnAnswerIsKeptAlthoughItsClientHasLeft() throws Exception {
        AtomicInteger version = new AtomicInteger();
        CountDownLatch left = new CountDownLatch(1);
        Origin origin = stage.origin((request, wire) -> {
            if (version.getAndIncrement() == 1) {
                left.await(20, TimeUnit.SECONDS);
            }
            wire.say(kept("max-age=0, stale-while-revalidate=60", "x"));
            return true;
        });
        Proxy proxy = before(origin);
        proxy.ask(GET);
        assertThat(proxy.ask(GET)).startsWith("HTTP/1.1 200 ").contains("; hit; ");
        left.countDown();
        RelayNetwork.await("the answer behind", () -> cache.snapshot().kept() == 2);
        RelayNetwork.await("the sessions' end", () -> proxy.service().snapshot().open() == 0);
    }

    @Test
    void whatWaitsForAnAnswerBehindAnotherCountsOnce() throws Exception {
        AtomicInteger version = new AtomicInteger();
        Origin origin = stage.origin((request, wire) -> {
            if (version.getAndIncrement() == 1) {
                // Whoever waits for this is looked at twice.
                TimeUnit.MILLISECONDS.sleep(50);
            }
            wire.say(kept("max-age=0, stale-while-revalidate=60", "x"));
            return true;
        });
        Proxy proxy = before(origin);
        proxy.ask(GET);
        proxy.ask(GET + GET.replace("/a", "/b"));
        assertThat(origin.requests()).hasSize(3);
        assertThat(cache.snapshot().requests()).isEqualTo(3);
    }

    @Test
    void anErrorThatBreaksOffIsReplacedByWhatIsStale() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Origin origin = stage.origin((request, wire) -> {
            boolean well = asked.getAndIncrement() == 0;
            wire.say(
                    well
                            ? kept("max-age=0, stale-if-error=60", "kept")
                            : "HTTP/1.1 503 Busy\r\nContent-Length: 10\r\n\r\nhalf");
            return well;
        });
        Proxy proxy = before(origin);
        proxy.ask(GET);
        assertThat(proxy.ask(GET)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nkept");
    }

    @Test
    void whoConnectsLongBeforeItAsksIsServedFromTheCacheToo() throws Exception {
        Origin origin = stage.origin((request, wire) -> {
            wire.say(kept("max-age=60", "x"));
            return true;
        });
        Proxy proxy = before(origin);
        Socket early = proxy.connect();
        RelayNetwork.await("the server may speak first", () -> origin.wires().size() == 1);
        send(early, GET);
        assertThat(read(early, kept("max-age=60", "x").length())).isEqualTo(kept("max-age=60", "x"));
        assertThat(proxy.ask(GET)).contains("; hit; ");
        assertThat(origin.wires()).hasSize(1);
    }

    @Test
    void whatIsKeptComesFromWhoWasAskedAlthoughOthersCouldStandInForIt() throws Exception {
        Origin asked = stage.saying("asked");
        Origin other = stage.saying("other");
        Proxy proxy = before(asked);
        proxy.members(Proxy.roundRobin(), asked, other);
        assertThat(proxy.ask(GET.repeat(4))).isEqualTo(Origin.answer("asked").repeat(4));
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void whoTakesItsAnswersSlowlyIsNotSlowToAsk() throws Exception {
        String body = "0123456789".repeat(100_000);
        Origin origin = stage.origin((request, wire) -> {
            wire.say(kept("max-age=60", body));
            return true;
        });
        Proxy proxy = before(origin, Proxy.QUICK);
        proxy.ask(GET);
        Socket client = proxy.connect();
        send(client, GET.repeat(40));
        RelayNetwork.await("bytes that wait", () -> proxy.service().snapshot().bytesQueued() > 0);
        TimeUnit.SECONDS.sleep(Proxy.QUICK.head().toSeconds() + 2);
        client.shutdownOutput();
        String all = Origin.rest(client.getInputStream());
        assertThat(all.split("HTTP/1.1 200 OK\r\n", -1)).hasSize(41);
        assertThat(proxy.faults(Fault.HEAD_TIME)).isZero();
    }
}
