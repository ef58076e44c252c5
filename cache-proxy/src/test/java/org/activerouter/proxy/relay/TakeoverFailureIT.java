package org.activerouter.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
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
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
        network.run(network.router, "ipset", "flush", "arhold");
        exchange(keep(network.connect(server)), keep(listener.accept()));
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
