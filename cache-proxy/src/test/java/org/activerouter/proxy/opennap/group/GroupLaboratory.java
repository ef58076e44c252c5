package org.activerouter.proxy.opennap.group;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.balance.Groups;
import org.activerouter.proxy.balance.MemberSnapshot;
import org.activerouter.proxy.balance.Mode;
import org.activerouter.proxy.balance.Roster;
import org.activerouter.proxy.balance.Seat;
import org.activerouter.proxy.opennap.LaboratoryWires;
import org.activerouter.proxy.opennap.ModelServer;
import org.activerouter.proxy.opennap.Nap;
import org.activerouter.proxy.opennap.VirtualTime;
import org.activerouter.proxy.opennap.Wires;

/**
 * Clients, the balancer, and servers in memory and {@link VirtualTime}. Every client asked for the first server.
 */
final class GroupLaboratory {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    final List<Server> servers;
    final Groups groups;
    final Directories directories;
    final Traffic traffic;
    final Lines lines;
    private final SplittableRandom random = new SplittableRandom(7);
    private final VirtualTime time = new VirtualTime();
    private final List<MemoryWire> wires = new ArrayList<>();
    int lineCount;

    GroupLaboratory(int size, Mode mode) {
        servers = IntStream.rangeClosed(1, size)
                .mapToObj(i -> new Server(new Endpoint(address("192.0.2." + i), 8888)))
                .toList();
        groups = new Groups(time::nanos, () -> random);
        directories = new Directories(groups, new LearnedCap(), new Shortfalls(), time::nanos);
        traffic = new Traffic(servers.getFirst().endpoint);
        lines = new Lines(new MemoryDialer(), directories.cap());
        roster(mode, servers, List.of());
        everySecond();
    }

    private static InetAddress address(String quad) {
        try {
            return InetAddress.getByName(quad);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    /** Who is in the group, and who of them is ejected. */
    void roster(Mode mode, List<Server> members, List<Server> ejected) {
        groups.roster(new Roster(
                "test",
                mode,
                members.stream()
                        .map(each -> ejected.contains(each)
                                ? new Seat(each.endpoint, 0, false)
                                : new Seat(each.endpoint, 1, true))
                        .toList()));
    }

    private void everySecond() {
        time.after(Duration.ofSeconds(1).toNanos(), () -> {
            lines.tick(groups.members());
            everySecond();
        });
    }

    Server server(int index) {
        return servers.get(index);
    }

    MemberSnapshot seen(int index) {
        return groups.snapshot().get(index);
    }

    long count(Shortfall why) {
        return directories.shortfalls().of(why);
    }

    /** Lets time pass. */
    void advance(Duration by) {
        time.advance(by);
    }

    void settle() {
        advance(Duration.ofNanos(1));
    }

    /** As if every member had said this to the router. */
    void everyLineHears(ByteBuf bytes) {
        List.copyOf(wires).forEach(wire -> wire.hears(bytes.duplicate()));
    }

    /** The router's connections with it end. */
    void cut(Server server) {
        List.copyOf(wires).stream().filter(wire -> wire.server == server).forEach(MemoryWire::end);
    }

    /** Somebody at a server whom the balancer does not know. */
    void sharer(int index, String nick, int port, String... paths) {
        ModelServer.Client direct = server(index).model.connect("10.0.1." + (index + 1), message -> {});
        direct.say(Nap.logIn(nick, port));
        for (String path : paths) {
            direct.say(Nap.share(path));
        }
    }

    /** Connections of the router's own. */
    private final class MemoryDialer implements Dialer {
        @Override
        public Wire dial(Endpoint member, Listener listener) {
            Server server = servers.stream()
                    .filter(each -> each.endpoint.equals(member))
                    .findFirst()
                    .orElseThrow();
            lineCount++;
            MemoryWire wire = new MemoryWire(server, listener);
            wires.add(wire);
            return wire;
        }

        @Override
        public long nanos() {
            return time.nanos();
        }

        @Override
        public Wires.Timer after(long nanos, Runnable task) {
            return time.after(nanos, task);
        }

        @Override
        public ByteBufAllocator allocator() {
            return UnpooledByteBufAllocator.DEFAULT;
        }
    }

    private final class MemoryWire implements Dialer.Wire {
        private final Dialer.Listener listener;
        private final Server server;
        private final Server.Line line;
        private int outstanding;
        private boolean over;

        MemoryWire(Server server, Dialer.Listener listener) {
            this.server = server;
            this.listener = listener;
            this.line = server.new Line(this::arrives, () -> time.after(server.delay.toNanos(), this::end));
            if (server.manner == Server.Manner.DEAD) {
                time.after(0, this::end);
            } else if (server.manner == Server.Manner.HALF_OPEN) {
                time.after(CONNECT_TIMEOUT.toNanos(), this::end);
            }
        }

        private void arrives(ByteBuf bytes) {
            time.after(server.delay.toNanos(), () -> {
                outstanding -= type(bytes) == Nap.END ? 1 : 0;
                while (!over && bytes.isReadable()) {
                    int count = Math.min(bytes.readableBytes(), 1 + random.nextInt(random.nextBoolean() ? 5 : 2000));
                    listener.bytes(bytes.readSlice(count));
                }
            });
        }

        private static int type(ByteBuf message) {
            return message.getUnsignedShortLE(message.readerIndex() + 2);
        }

        private void hears(ByteBuf bytes) {
            if (!over) {
                listener.bytes(bytes);
            }
        }

        private void end() {
            if (!over) {
                close();
                listener.gone();
            }
        }

        @Override
        public void send(ByteBuf bytes) {
            if (server.manner != Server.Manner.DEAD) {
                outstanding += type(bytes) == Nap.SEARCH ? 1 : 0;
                server.mostOutstanding = Math.max(server.mostOutstanding, outstanding);
                line.say(bytes);
            }
            bytes.release();
        }

        @Override
        public void close() {
            if (!over) {
                over = true;
                lineCount--;
                wires.remove(this);
                line.close();
            }
        }
    }

    /** A client that the kernel sent to the balancer, and whose session is with the member that it chose. */
    Client connect(String quad) {
        Home home = home(quad);
        Endpoint with = home.next();
        return new Client(
                quad,
                home,
                servers.stream()
                        .filter(each -> each.endpoint.equals(with))
                        .findFirst()
                        .orElseThrow());
    }

    private Home home(String quad) {
        return new Home(directories, servers.getFirst().endpoint, address(quad));
    }

    /** A client of the first server whose session was taken over. */
    Client takenOver(String quad) {
        Home home = home(quad);
        home.stay();
        return new Client(quad, home, servers.getFirst());
    }

    /** One client, and the connection of its session with a member. */
    final class Client extends LaboratoryWires {
        final List<Nap> toServer = new ArrayList<>();
        final Server with;
        final GroupSession session;
        private final ModelServer.Client atServer;
        boolean silentServer;

        private Client(String quad, Home home, Server with) {
            super(time);
            this.with = with;
            atServer = with.model.connect(
                    quad,
                    message -> time.after(with.delay.toNanos(), () -> {
                        if (!silentServer) {
                            serverSends(message.bytes());
                        }
                    }));
            session = new GroupSession(
                    directories, lines, traffic, home, servers.getFirst().endpoint, address(quad), this);
        }

        /** As if the server had said it. */
        void serverSends(ByteBuf bytes) {
            inPieces(bytes, session::fromServer);
        }

        /** Says something, and returns what came back within the time. */
        List<Nap> say(Duration wait, Nap... messages) {
            return sayBytes(wait, Nap.all(List.of(messages)));
        }

        List<Nap> say(Nap... messages) {
            return say(Duration.ofMillis(1), messages);
        }

        List<Nap> sayBytes(Duration wait, ByteBuf bytes) {
            int before = received.size();
            inPieces(bytes, session::fromClient);
            advance(wait);
            return List.copyOf(received.subList(before, received.size()));
        }

        private void inPieces(ByteBuf bytes, Consumer<ByteBuf> sink) {
            while (bytes.isReadable() && !isOver()) {
                int count = Math.min(bytes.readableBytes(), 1 + random.nextInt(random.nextBoolean() ? 7 : 1500));
                sink.accept(bytes.readRetainedSlice(count));
            }
        }

        void leave() {
            end();
            atServer.leave();
            session.closed();
        }

        @Override
        protected void serverHears(Nap message) {
            toServer.add(message);
            atServer.say(message);
        }

        @Override
        public void probe(Consumer<Boolean> alive) {
            throw new UnsupportedOperationException();
        }
    }
}
