package org.activerouter.proxy.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** The kernel's own list of sockets; none of these tests needs a right. */
class SocketDiagTest {
    /** "Use for experimentation and testing" (RFC 3692): no kernel has sockets of it. */
    private static final byte NOBODYS_PROTOCOL = (byte) 253;

    @Test
    void aKernelThatDoesNotTellOfSocketsIsNotTakenForOneWithoutAny() {
        assertThatThrownBy(() -> SocketDiag.open(NOBODYS_PROTOCOL).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not tell of its sockets");
    }

    @Test
    void aSocketThatStandsIsLeftAlone() throws Exception {
        try (SocketDiag sockets = SocketDiag.open();
                ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket peer = listener.accept()) {
            InetSocketAddress local = new InetSocketAddress(client.getLocalAddress(), client.getLocalPort());
            assertThat(sockets.endTimeWait(local, (InetSocketAddress) client.getRemoteSocketAddress()))
                    .isEqualTo(SocketDiag.Found.GONE);
            client.getOutputStream().write(1);
            assertThat(peer.getInputStream().read()).isOne();
        }
    }
}
