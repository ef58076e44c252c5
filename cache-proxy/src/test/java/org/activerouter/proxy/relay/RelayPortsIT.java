package org.activerouter.proxy.relay;

import static org.activerouter.proxy.relay.RelayNetwork.await;
import static org.activerouter.proxy.relay.RelayNetwork.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.Socket;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.Door;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From which address and port the relay talks to a server, and on which port it listens. */
@Timeout(60)
class RelayPortsIT extends RelayLaboratory {
    @Test
    void theServerSeesTheClientsOwnAddressAndPort() throws Exception {
        Socket client = keep(network.connect("10.82.2.3", 0, server));
        Socket peer = accept();

        assertThat(peer.getInetAddress().getHostAddress()).isEqualTo("10.82.2.3");
        assertThat(peer.getPort()).isEqualTo(client.getLocalPort());
        assertThat(served().accepted()).isOne();
    }

    @Test
    void theClientBelievesThatItTalksToTheServer() throws Exception {
        Socket client = connect();

        assertThat(client.getInetAddress()).isEqualTo(server.address());
        assertThat(accept().getLocalAddress()).isEqualTo(server.address());
    }

    @Test
    void aPortThatAnotherProgramHoldsIsServedOnAFreeOne() throws Exception {
        Endpoint held = endpoint("10.82.1.10", 7777);
        keep(network.router.call(() -> new ServerSocket(7777)));
        ServerSocket real = keep(network.listen(held));

        Door door = redirect(held);
        Socket client = keep(network.connect(held));

        assertThat(door.guarded()).isFalse();
        assertThat(door.serverPort()).isEqualTo(7777);
        assertThat(network.router.call(() -> service.serve(held))).isEqualTo(door);
        assertThat(keep(real.accept()).getPort()).isEqualTo(client.getLocalPort());
        assertThat(service.snapshot().accepted()).isOne();
        network.release(held);
    }

    @Test
    void theSamePortOfOneClientTowardsTwoServersGivesTwoSessions() throws Exception {
        redirect(second);
        ServerSocket other = keep(network.listen(second));
        Socket first = keep(network.connect("10.82.2.2", 40_000, server));
        assertThat(accept().getPort()).isEqualTo(40_000);
        Socket again = keep(network.connect("10.82.2.2", 40_000, second));
        Socket peer = keep(other.accept());

        again.getOutputStream().write(7);
        assertThat(peer.getInputStream().read()).isEqualTo(7);
        assertThat(peer.getInetAddress().getHostAddress()).isEqualTo("10.82.2.2");
        assertThat(first.isConnected()).isTrue();
    }

    @Test
    void aPortIsFreeAgainAtOnceAfterTheServerClosedFirst() throws Exception {
        for (int round = 0; round < 3; round++) {
            Socket client = keep(network.connect("10.82.2.2", 40_001, server));
            Socket peer = accept();
            peer.close();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            client.close();
            long rounds = round;
            await("the session's end", () -> service.snapshot().open() == 0);
            assertThat(service.snapshot().accepted()).isEqualTo(rounds + 1);
        }
    }

    @Test
    void aClientThatClosedFirstMayComeBackOnItsPort() throws Exception {
        Socket first = keep(network.connect("10.82.2.3", 40_002, server));
        Socket left = accept();
        first.close();
        assertThat(left.getInputStream().read()).isEqualTo(-1);
        left.close();
        await("the session's end", () -> service.snapshot().open() == 0);

        Socket again = keep(network.connectAgain("10.82.2.3", 40_002, server));
        Socket peer = accept();

        again.getOutputStream().write(7);
        assertThat(peer.getInputStream().read()).isEqualTo(7);
        assertThat(peer.getInetAddress()).isEqualTo(again.getLocalAddress());
        assertThat(service.snapshot().accepted()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whenTheRedirectIsGoneAClientComesBackDirectlyOnThePortOfASessionThatEnded(boolean clientFirst)
            throws Exception {
        int port = clientFirst ? 40_004 : 40_005;
        Socket client = keep(network.connect("10.82.2.3", port, server));
        Socket peer = accept();
        (clientFirst ? client : peer).close();
        assertThat((clientFirst ? peer : client).getInputStream().read()).isEqualTo(-1);
        (clientFirst ? peer : client).close();
        await("the session's end", () -> service.snapshot().open() == 0);
        network.release(server);

        Socket again = keep(network.connectAgain("10.82.2.3", port, server));
        Socket direct = accept();
        again.getOutputStream().write(7);
        assertThat(direct.getInputStream().read()).isEqualTo(7);
        assertThat(service.snapshot().accepted()).isOne();
    }

    @Test
    void aPortThatIsTakenOnTheRouterIsReplacedByOneThatNoClientUses() throws Exception {
        network.run(network.router, "sysctl", "-qw", "net.ipv4.ip_nonlocal_bind=1");
        ServerSocket holder = keep(network.router.call(
                () -> new ServerSocket(40_003, 1, endpoint("10.82.2.3", 1).address())));

        Socket client = keep(network.connect("10.82.2.3", holder.getLocalPort(), server));
        Socket peer = accept();

        client.getOutputStream().write(7);
        assertThat(peer.getInputStream().read()).isEqualTo(7);
        assertThat(peer.getInetAddress()).isEqualTo(client.getLocalAddress());
        assertThat(peer.getPort()).isBetween(20_000, 29_999);
    }
}
