package org.activerouter.proxy.http;

import static org.activerouter.proxy.relay.RelayNetwork.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.EpollServerSocketChannelConfig;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.relay.LoopbackPassage;
import org.activerouter.proxy.relay.Passage;
import org.activerouter.proxy.relay.RelayLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** By the beats of the HTTP service the watchdog knows whether its sessions move. */
@Timeout(30)
class HeartbeatTest {
    private static final RelayLimits TWO_LOOPS =
            new RelayLimits(10, 10, 64 << 10, 1 << 20, Duration.ofMinutes(1), Duration.ofSeconds(5), 2);

    private final Endpoint nobody = new Endpoint(InetAddress.getLoopbackAddress(), 9);

    /** A way in at which the event loop stands still. */
    private static final class Trap implements Passage {
        private final LoopbackPassage passage;
        private final CountDownLatch caught = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        Trap(Endpoint server) {
            passage = new LoopbackPassage(server);
        }

        @Override
        public Endpoint asked(EpollSocketChannel client) {
            caught.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return passage.asked(client);
        }

        @Override
        public void open(EpollServerSocketChannelConfig listener, boolean wanted) {
            passage.open(listener, wanted);
        }

        @Override
        public InetSocketAddress depart(
                EpollSocketChannelConfig connection, InetSocketAddress client, boolean ownPort) {
            return passage.depart(connection, client, ownPort);
        }
    }

    private static HttpService service(Passage passage) {
        return new HttpService(
                TWO_LOOPS, HttpLimits.defaults(), null, passage, new DefaultThreadFactory("beating", true));
    }

    @Test
    void itBeatsUntilOneOfItsLoopsStandsStillAndAgainWhenThatMoves() throws Exception {
        Trap trap = new Trap(nobody);
        try (HttpService healthy = service(new LoopbackPassage(nobody));
                HttpService service = service(trap);
                Socket client = new Socket()) {
            await("two beats", () -> service.beats() >= 2);
            client.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), service.serve(nobody).listeningPort()));
            trap.caught.await();
            // The other loop is one beat ahead at most; what counts is the slowest.
            long stuck = service.beats();
            long meanwhile = healthy.beats();
            try {
                await("two beats of a service that moves", () -> healthy.beats() >= meanwhile + 2);
                assertThat(service.beats()).isBetween(stuck, stuck + 1);
                long still = service.beats();
                await("two beats more", () -> healthy.beats() >= meanwhile + 4);
                assertThat(service.beats()).isEqualTo(still);
            } finally {
                trap.released.countDown();
            }
            await("beats again", () -> service.beats() >= stuck + 2);
        }
    }
}
