package org.activerouter.proxy.http;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.balance.Choice;
import org.activerouter.proxy.balance.Distribution;
import org.activerouter.proxy.balance.MemberSnapshot;
import org.activerouter.proxy.balance.Mode;
import org.activerouter.proxy.balance.Roster;
import org.activerouter.proxy.balance.Seat;
import org.activerouter.proxy.http.cache.HttpCache;
import org.activerouter.proxy.relay.LoopbackPassage;
import org.activerouter.proxy.relay.RelayLimits;
import org.jspecify.annotations.Nullable;

/** The service under test on the loopback, before some origins, the first of which is asked for. */
final class Proxy implements AutoCloseable {
    static final HttpLimits QUICK = new HttpLimits(
            32 << 10,
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(4),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            new SplitLimits(64 << 10, 16 << 10, 1 << 20));

    private final List<Socket> opened = new ArrayList<>();
    private final Endpoint asked;
    private final HttpService service;
    private final int port;

    Proxy(HttpLimits limits, Endpoint asked) throws IOException {
        this(limits, asked, null);
    }

    Proxy(HttpLimits limits, Endpoint asked, @Nullable HttpCache cache) throws IOException {
        this.asked = asked;
        service = new HttpService(
                RelayLimits.defaults(),
                limits,
                cache,
                new LoopbackPassage(asked),
                new DefaultThreadFactory("http", true));
        port = service.serve(asked).listeningPort();
    }

    static Proxy before(Origin... origins) throws IOException {
        return before(Mode.of(Distribution.SPREAD), origins);
    }

    static Proxy before(Mode mode, Origin... origins) throws IOException {
        Proxy proxy = new Proxy(HttpLimits.defaults(), origins[0].endpoint());
        proxy.members(mode, origins);
        return proxy;
    }

    static Mode roundRobin() {
        return new Mode(Distribution.SPREAD, Choice.ROUND_ROBIN, false, 0);
    }

    static Mode secondTries() {
        return new Mode(Distribution.SPREAD_FAILOVER, Choice.ROUND_ROBIN, false, 1);
    }

    void members(Mode mode, Origin... origins) {
        members(mode, Arrays.stream(origins).map(Origin::endpoint).toArray(Endpoint[]::new));
    }

    void members(Mode mode, Endpoint... endpoints) {
        List<Seat> seats = new ArrayList<>();
        for (Endpoint each : endpoints) {
            seats.add(new Seat(each, 1, true));
        }
        service.roster(new Roster("test", mode, seats));
    }

    HttpService service() {
        return service;
    }

    MemberSnapshot member(Origin origin) {
        return member(origin.endpoint());
    }

    MemberSnapshot member(Endpoint endpoint) {
        return service.members().stream()
                .filter(each -> each.member().equals(endpoint))
                .findFirst()
                .orElseThrow();
    }

    long faults(Fault fault) {
        return service.snapshot().refused().get(fault.key());
    }

    Endpoint asked() {
        return asked;
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        opened.add(socket);
        return socket;
    }

    /** Sends, says that nothing more follows, and returns all that comes. */
    String ask(String text) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return Origin.rest(socket.getInputStream());
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket each : opened) {
            each.close();
        }
        service.close();
    }
}
