package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.activerouter.analyzer.opennap.NapStanding;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.opennap.cache.AnswerCache;
import org.activerouter.proxy.opennap.cache.CacheCounters;
import org.activerouter.proxy.opennap.cache.CacheSettings;
import org.activerouter.proxy.opennap.cache.CacheSnapshot;
import org.activerouter.proxy.opennap.directory.LocalDirectory;
import org.activerouter.proxy.opennap.directory.Registrations;
import org.jspecify.annotations.Nullable;

/**
 * A cache proxy between clients and a {@link ModelServer}, in {@link VirtualTime}.
 */
final class Laboratory {
    private static final long DRIBBLE_NANOS = 1_000_000;

    final ModelServer server;
    final CacheSettings settings;
    final AnswerCache cache;
    final Shared shared;
    final SearchTraffic traffic = new SearchTraffic();
    private final Endpoint endpoint;
    private final SplittableRandom random;
    private final VirtualTime time = new VirtualTime();
    private Duration serverDelay = Duration.ZERO;
    private boolean alive = true;
    private boolean dribbling;

    Laboratory(CacheSettings settings, ModelServer server, long seed) {
        this.settings = settings;
        this.server = server;
        this.random = new SplittableRandom(seed);
        CacheCounters counters = new CacheCounters();
        this.cache = new AnswerCache(settings, time::nanos, counters);
        this.shared = new Shared(settings, cache, LocalDirectory.of(settings), counters);
        this.endpoint = new Endpoint(address("192.0.2.1"), 8888);
    }

    static InetAddress address(String quad) {
        try {
            return InetAddress.getByName(quad);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    /** Where the server is. */
    Endpoint endpoint() {
        return endpoint;
    }

    /** How long the server's words take. */
    void delay(Duration delay) {
        serverDelay = delay;
    }

    /** From here on the server's messages come in two parts, the second a millisecond later. */
    void dribble() {
        dribbling = true;
    }

    /** Whether the server accepts connections. */
    void serverAlive(boolean answer) {
        alive = answer;
    }

    CacheSnapshot counts() {
        return cache.snapshot(shared.directory().files());
    }

    /** Does everything that is due now. */
    void settle() {
        advance(Duration.ZERO);
    }

    /** Lets time pass. */
    void advance(Duration by) {
        time.advance(by);
    }

    Client connect(String quad) {
        return new Client(quad);
    }

    /**
     * A client that has talked with the server directly so far.
     *
     * @param said what it has sent, some of it perhaps not arrived
     * @param arrived bytes of that which the server has
     * @param heard bytes of the answers which the client has; fewer if there are not so many
     * @param exact whether the number of outstanding searches is known
     */
    Client takeOver(String quad, List<Nap> said, int arrived, int heard, boolean exact) {
        Client client = new Client(quad);
        client.takeOver(said, arrived, heard, exact);
        return client;
    }

    /** A client behind the proxy. */
    final class Client extends LaboratoryWires {
        private final List<Nap> sentToServer = new ArrayList<>();
        private final ModelServer.Client atServer;
        private final NapSession session;
        private final ByteBuf underWay = Unpooled.buffer();
        private boolean frozen;
        private @Nullable ByteBuf direct;
        private @Nullable NapStanding standing;

        private Client(String quad) {
            super(time);
            atServer = server.connect(quad, message -> time.after(serverDelay.toNanos(), () -> serverSays(message)));
            session = new NapSession(shared, cache.shelf(endpoint), traffic, address(quad), this);
        }

        /** The server's words towards this client stop, or go on. */
        void freezeServer(boolean stop) {
            frozen = stop;
        }

        private void takeOver(List<Nap> said, int arrived, int heard, boolean exact) {
            ByteBuf answers = Unpooled.buffer();
            direct = answers;
            ByteBuf all = Nap.all(said);
            bytesToServer().writeBytes(all, Math.min(arrived, all.readableBytes()));
            Middle middle = new Middle(exact);
            List<Nap> complete = Nap.take(bytesToServer());
            complete.forEach(atServer::say);
            settle();
            direct = null;
            bytesToClient().writeBytes(answers, Math.min(heard, answers.readableBytes()));
            received.addAll(Nap.take(bytesToClient()));
            NapStanding where = middle.standing(complete, received, bytesToServer(), bytesToClient());
            standing = where;
            session.resume(where);
            serverSends(answers);
            sayBytes(all);
        }

        /** Where its conversation stood when it was taken over. */
        NapStanding standing() {
            return Objects.requireNonNull(standing);
        }

        /** What it has registered before is handed over. */
        void adopt(Registrations seen) {
            session.adopt(seen);
        }

        void retire() {
            session.retire();
        }

        private void serverSays(Nap message) {
            if (direct != null) {
                direct.writeBytes(message.bytes());
                return;
            }
            if (!frozen) {
                underWay.writeBytes(message.bytes());
                arrive(dribbling ? random.nextInt(underWay.readableBytes() + 1) : underWay.readableBytes());
                after(DRIBBLE_NANOS, () -> arrive(underWay.readableBytes()));
            }
        }

        private void arrive(int bytes) {
            serverSends(Unpooled.copiedBuffer(underWay.readSlice(bytes)));
        }

        /** As if the server had sent this. */
        void serverSends(ByteBuf bytes) {
            inPieces(bytes, piece -> {
                if (!isOver()) {
                    session.fromServer(piece);
                }
            });
        }

        /** Says something; returns what came back at once. */
        List<Nap> say(Nap... messages) {
            return sayBytes(Nap.all(List.of(messages)));
        }

        List<Nap> sayBytes(ByteBuf bytes) {
            advance(Duration.ofNanos(1));
            int before = received.size();
            inPieces(bytes, piece -> {
                if (!isOver()) {
                    session.fromClient(piece);
                }
            });
            settle();
            return List.copyOf(received.subList(before, received.size()));
        }

        private void inPieces(ByteBuf bytes, Consumer<ByteBuf> sink) {
            while (bytes.isReadable()) {
                int most = random.nextInt(3) == 0 ? 7 : 1500;
                int count = Math.min(bytes.readableBytes(), 1 + random.nextInt(most));
                sink.accept(bytes.readRetainedSlice(count));
            }
        }

        /** The client says that it will send no more, and goes on reading. */
        void finishes() {
            session.clientFinished();
            settle();
        }

        void leave() {
            advance(Duration.ofNanos(1));
            session.clientFinished();
            atServer.leave();
            end();
            session.closed();
            settle();
        }

        /** The server ends the connection; whether the session takes care of it. */
        boolean serverLeaves() {
            atServer.leave();
            boolean cared = session.serverFinished();
            settle();
            return cared;
        }

        /** What the server was told since the last time. */
        List<Nap> toServer() {
            List<Nap> told = List.copyOf(sentToServer);
            sentToServer.clear();
            return told;
        }

        @Override
        protected void serverHears(Nap message) {
            sentToServer.add(message);
            atServer.say(message);
        }

        @Override
        public void probe(Consumer<Boolean> answer) {
            boolean now = alive;
            later(() -> answer.accept(now));
        }

        @Override
        public void reset() {
            super.reset();
            atServer.leave();
        }
    }
}
