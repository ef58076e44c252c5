package org.activerouter.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.activerouter.proxy.Door;
import org.junit.jupiter.api.Test;

/** Who takes connections over and dies, between three network namespaces with the real rules. */
class TakeoverFailureIT extends InTakeover {
    @Test
    void whoIsKilledInTheMiddleOfATakeoverHasTakenNothing() throws Exception {
        TakeoverProcess other = anotherOne();
        List<Talk> talks = talks(10, 20_000);
        bringToTheMiddle(other, talks);
        other.kill();

        for (Talk talk : talks) {
            talk.endsWell();
        }
    }

    @Test
    void whoFreezesInTheMiddleOfATakeoverAndIsKilledHasTakenNothing() throws Exception {
        TakeoverProcess other = anotherOne();
        List<Talk> talks = talks(10, 20_000);
        bringToTheMiddle(other, talks);
        network.run(network.router, "kill", "-STOP", Long.toString(other.pid()));
        // Longer than the hold.
        TimeUnit.MILLISECONDS.sleep(2500);
        other.kill();

        for (Talk talk : talks) {
            talk.endsWell();
        }
    }

    @Test
    void whenTheServiceIsKilledItsSessionsEndAtOnceAndNewOnesAreDirect() throws Exception {
        service.close();
        TakeoverProcess other = keep(TakeoverProcess.start(network.router, server, "live"));
        Socket client = keep(network.connect(server));
        Socket peer = keep(listener.accept());
        exchange(client, peer);
        network.redirect(server, new Door(8888, 8888));
        packets.hold(server, Set.of(Talk.flow(client).client()));
        assertThat(other.goOn()).isOne();
        exchange(client, peer);
        other.kill();

        client.setSoTimeout(1000);
        peer.setSoTimeout(1000);
        assertThatThrownBy(client.getInputStream()::read).hasMessageContaining("reset");
        assertThatThrownBy(peer.getInputStream()::read).hasMessageContaining("reset");
        // A client that comes back from the same port would meet what is left.
        assertThat(socketsInTheRouter()).isEmpty();
        network.run(network.router, "ipset", "flush", "arhold");
        exchange(keep(network.connect(server)), keep(listener.accept()));
    }

    /** Of the server's connections, in whatever state. */
    private static List<String> socketsInTheRouter() throws Exception {
        String port = String.format(":%04X ", server.port());
        return network.router.call(() -> Files.readAllLines(Path.of("/proc/thread-self/net/tcp"))).stream()
                .filter(line -> line.contains(port))
                .toList();
    }

    /** It sees sessions from their beginning on, so it comes before them. */
    private TakeoverProcess anotherOne() throws Exception {
        service.close();
        return keep(TakeoverProcess.start(network.router, server, "prepare"));
    }

    private void bringToTheMiddle(TakeoverProcess other, List<Talk> talks) throws Exception {
        network.redirect(server, new Door(8888, 8888));
        hold(talks);
        assertThat(other.goOn()).isEqualTo(talks.size());
    }
}
