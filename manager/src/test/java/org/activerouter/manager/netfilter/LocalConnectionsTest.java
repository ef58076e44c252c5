package org.activerouter.manager.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.activerouter.capture.Endpoint;
import org.junit.jupiter.api.Test;

class LocalConnectionsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void ourEndOfAnEstablishedConnectionIsFoundUntilItIsClosed() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(LOOPBACK, 0));
            int port = listener.socket().getLocalPort();
            Endpoint server = new Endpoint(LOOPBACK, port);
            assertThat(new LocalConnections().with(server)).isEmpty();
            try (Socket socket = new Socket(LOOPBACK, port)) {
                assertThat(new LocalConnections().with(server))
                        .containsExactly(new Endpoint(LOOPBACK, socket.getLocalPort()));
                assertThat(new LocalConnections().with(new Endpoint(LOOPBACK, 1)))
                        .isEmpty();
            }
        }
    }

    @Test
    void addressesAreReadInBothTables() throws IOException {
        Endpoint wanted = new Endpoint(InetAddress.getByName("10.81.1.10"), 8888);
        assertThat(LocalConnections.end("0A01510A:22B8")).contains(wanted);
        assertThat(LocalConnections.end("0000000000000000FFFF00000A01510A:22B8"))
                .contains(wanted);
        assertThat(LocalConnections.end("B80D0120000000000000000001000000:22B8"))
                .isEmpty();
    }

    @Test
    void aTableThatIsNotThereHasNoConnections() {
        assertThat(new LocalConnections(List.of(Path.of("/proc/no/such/table"))).with(new Endpoint(LOOPBACK, 1)))
                .isEmpty();
    }
}
