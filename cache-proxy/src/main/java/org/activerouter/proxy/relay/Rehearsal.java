package org.activerouter.proxy.relay;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.tcp.TakeoverFacts;
import org.activerouter.capture.tcp.TakeoverFacts.Spoken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over, and gives back, connections of the loopback that nobody has: the two sockets of each are each other's peers. At last they
 * are given something to say, which then goes round and round for a moment, as a relay's bytes do. Code that runs for the first time
 * is some ten times slower, and clients wait while a takeover runs. Once in a process; counted nowhere.
 */
@SuppressWarnings("FutureReturnValueIgnored") // that the loops end by themselves
final class Rehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final int ROUNDS = 30;
    private static final int CONNECTIONS = 10;
    /** Until the compilers have seen enough of it. */
    private static final Duration TALK = Duration.ofMillis(400);

    private static final int MESSAGE_BYTES = 200;
    /** Below 1024 a right of its own would be needed. */
    private static final int PORT = 64_000;

    private static final AtomicBoolean DONE = new AtomicBoolean();

    private final SessionLoop[] loops;
    private final ServedServer served;

    private Rehearsal(EventLoopGroup group, RelayLimits limits, Endpoint server) {
        RelayLimits own = new RelayLimits(
                CONNECTIONS,
                CONNECTIONS,
                limits.queuedPerConnection(),
                limits.queuedInAll(),
                limits.idle(),
                limits.connect(),
                limits.threads());
        SessionEnvironment environment =
                new SessionEnvironment(own, Passage.REDIRECTED, new Admission(own, Integer.MAX_VALUE), new Refusals());
        loops = IntStream.range(0, limits.threads())
                .mapToObj(each -> new SessionLoop(group.next(), environment))
                .toArray(SessionLoop[]::new);
        served = new ServedServer(server);
    }

    /** Without the right to take over there is nothing to rehearse either. */
    static void once(RelayLimits limits, ThreadFactory threads) {
        if (DONE.compareAndSet(false, true)) {
            // Loops of its own: nobody who comes meanwhile has to wait for it.
            EventLoopGroup group = new MultiThreadIoEventLoopGroup(limits.threads(), threads, new KeptInEpoll());
            try {
                Endpoint server = new Endpoint(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), PORT);
                new Rehearsal(group, limits, server).run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException | RuntimeException e) {
                LOG.debug("Takeovers were not rehearsed", e);
            } finally {
                group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            }
        }
    }

    private void run() throws IOException, InterruptedException {
        InetAddress client = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        List<StandingConnection> batch = IntStream.range(PORT, PORT + CONNECTIONS)
                .mapToObj(port -> new FlowKey(new Endpoint(client, port), served.endpoint()))
                .map(flow -> new TakeoverFacts(flow, spoken(1), spoken(2)))
                .map(facts -> new StandingConnection("", facts, null, null))
                .toList();
        for (int i = 0; i < ROUNDS; i++) {
            new Handover(served, SessionHandler.RELAY, loops).takeOver(batch, clients -> batch);
            Farewell.all(served, loops).forEach(CompletableFuture::join);
        }
        new Handover(served, SessionHandler.RELAY, loops).takeOver(batch, clients -> batch);
        talk();
    }

    private void talk() throws InterruptedException {
        for (SessionLoop loop : loops) {
            loop.eventLoop().execute(() -> loop.with(served).forEach(Rehearsal::say));
        }
        try {
            TimeUnit.NANOSECONDS.sleep(TALK.toNanos());
        } finally {
            for (SessionLoop loop : loops) {
                loop.eventLoop().execute(loop::close);
            }
        }
    }

    private static void say(Session session) {
        session.client()
                .write(session.client().allocator().buffer(MESSAGE_BYTES).writeZero(MESSAGE_BYTES));
        session.flush();
    }

    private static Spoken spoken(long acknowledged) {
        return new Spoken(
                Optional.empty(), OptionalLong.of(acknowledged), OptionalInt.of(100), OptionalLong.empty(), 0);
    }
}
