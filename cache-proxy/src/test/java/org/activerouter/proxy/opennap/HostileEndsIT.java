package org.activerouter.proxy.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.activerouter.proxy.opennap.cache.CacheSettings;
import org.activerouter.proxy.relay.RelayNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Servers and clients that do harm, between real sockets of three network namespaces. All the while somebody beside them asks
 * what the cache knows, over and over: an answer that takes as long as the harm would mean that others pay for it.
 */
@Timeout(60)
class HostileEndsIT extends RedirectedDirectory {
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(MoodyServer.SLOW_MILLIS) * 2 / 3;
    private static final int LEAST_ANSWERS = 20;

    private Neighbour neighbour;

    @BeforeEach
    void begin() throws Exception {
        serve(MoodyServer.behind(network.listen(endpoint), new ModelServer(100)));
        WireClient sharer = connect();
        sharer.say(Nap.logIn("sharer", 6699), Nap.share("C:\\m\\teka.mp3"), Nap.share("C:\\m\\other tune.mp3"));
        neighbour = new Neighbour(connect());
    }

    @AfterEach
    void neighbourLeaves() throws Exception {
        neighbour.close();
    }

    /** Asks again and again, and notes the longest wait. */
    private static final class Neighbour {
        private final WireClient client;
        private final Thread thread;
        private final AtomicLong longest = new AtomicLong();
        private final AtomicLong answers = new AtomicLong();
        private volatile boolean over;

        Neighbour(WireClient client) throws IOException {
            this.client = client;
            client.say(Nap.logIn("neighbour", 6699), Nap.search("teka"));
            thread = Thread.ofPlatform().daemon().start(this::run);
        }

        private void run() {
            try {
                while (!over) {
                    long asked = System.nanoTime();
                    client.send(Nap.search("teka"));
                    assertThat(client.read().type()).isEqualTo(Nap.RESULT);
                    assertThat(client.read().type()).isEqualTo(Nap.END);
                    longest.accumulateAndGet(System.nanoTime() - asked, Math::max);
                    answers.incrementAndGet();
                    TimeUnit.MILLISECONDS.sleep(5);
                }
            } catch (IOException lost) {
                longest.set(Long.MAX_VALUE);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        void wasNotDisturbed() {
            assertThat(answers.get()).isGreaterThan(LEAST_ANSWERS);
            assertThat(longest.get()).isLessThan(PATIENCE_NANOS);
        }

        void close() throws InterruptedException {
            over = true;
            thread.join();
        }
    }

    @Test
    void aSlowServerKeepsOnlyThoseWaitingWhoAskWhatNobodyKnows() throws Exception {
        WireClient slow = connect();
        slow.say(Nap.logIn("slow1", 6699));
        long asked = System.nanoTime();
        assertThat(slow.say(Nap.search("tune"))).hasSize(3);
        assertThat(System.nanoTime() - asked).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(MoodyServer.SLOW_MILLIS));
        neighbour.wasNotDisturbed();
    }

    /** Connected, and never heard of again: the other end of a network that lost its cable. */
    @Test
    void aServerThatNeverAnswersKeepsOthersWithTheSameQuestionWaitingForAMoment() throws Exception {
        WireClient stuck = connect();
        stuck.say(Nap.logIn("deaf1", 6699));
        stuck.send(Nap.search("tune"));
        RelayNetwork.await(
                "the search to be at the server", () -> service.cacheSnapshot().forwarded() >= 2);
        WireClient other = connect();
        other.say(Nap.logIn("other", 6699));
        long asked = System.nanoTime();
        assertThat(other.say(Nap.search("tune"))).hasSize(3);
        assertThat(System.nanoTime() - asked)
                .isLessThan(CacheSettings.DEFAULTS.sessions().sharedAskTime().toNanos() + PATIENCE_NANOS);
        assertThat(service.cacheSnapshot().coalesced()).isEqualTo(1);
        neighbour.wasNotDisturbed();
    }

    @Test
    void garbageOfAServerReachesWhomItIsForAndNobodyElse() throws Exception {
        long before = service.cacheSnapshot().entries();
        WireClient unlucky = connect();
        unlucky.say(Nap.logIn("garbage1", 6699));
        unlucky.send(Nap.search("tune"));
        assertThat(unlucky.readBytes(MoodyServer.garbage().length)).isEqualTo(MoodyServer.garbage());
        assertThat(service.cacheSnapshot().entries()).isEqualTo(before);
        WireClient other = connect();
        other.say(Nap.logIn("other", 6699));
        assertThat(other.say(Nap.search("tune"))).contains(new Nap(Nap.END, "")).hasSize(3);
        TimeUnit.MILLISECONDS.sleep(300);
        neighbour.wasNotDisturbed();
    }

    @Test
    void aClientThatDripsIsServedAtItsOwnPace() throws Exception {
        WireClient drip = connect();
        drip.drip(5, Nap.logIn("drip", 6699), Nap.search("teka"));
        while (drip.read().type() != Nap.RESULT) {
            // The log-in's answer.
        }
        assertThat(drip.read().type()).isEqualTo(Nap.END);
        neighbour.wasNotDisturbed();
    }
}
