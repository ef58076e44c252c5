package org.activerouter.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.ServedSnapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a handler may do with a session, between sockets of this machine. */
@Timeout(20)
class LoopbackRelayTest {
    private ServerSocket listener;
    private Endpoint server;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server = new Endpoint(listener.getInetAddress(), listener.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    private RelayService service(SessionHandler handler) {
        return new RelayService(
                RelayLimits.defaults(), handler, new LoopbackPassage(server), new DefaultThreadFactory("test", true));
    }

    private Socket connect(RelayService service) throws IOException {
        return new Socket(
                InetAddress.getLoopbackAddress(), service.serve(server).listeningPort());
    }

    @Test
    void whatAClientSaidAndEndedBeforeTheServersEndStoodArrives() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        SessionHandler late = new SessionHandler() {
            @Override
            public void opened(Session session) {
                session.client().reading(true);
            }

            @Override
            public void received(Session session, End from, ByteBuf bytes) {
                if (session.serverEnd() == null) {
                    session.connect(session.asked());
                    heard.countDown();
                }
                SessionHandler.super.received(session, from, bytes);
            }
        };
        try (RelayService service = service(late);
                Socket client = connect(service)) {
            client.getOutputStream().write(ascii("early"));
            client.shutdownOutput();
            assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
            try (Socket peer = listener.accept()) {
                assertThat(peer.getInputStream().readAllBytes()).isEqualTo(ascii("early"));
            }
            assertThat(client.getInputStream().readAllBytes()).isEmpty();
        }
    }

    /** As FTP and Telnet send; it arrives as any other byte. */
    @Test
    void anUrgentByteIsPassedOnInItsPlaceInEitherDirection() throws Exception {
        try (RelayService service = service(SessionHandler.RELAY);
                Socket client = connect(service);
                Socket peer = listener.accept()) {
            sayUrgently(client);
            sayUrgently(peer);
            assertThat(peer.getInputStream().readNBytes(5)).isEqualTo(ascii("ab!cd"));
            assertThat(client.getInputStream().readNBytes(5)).isEqualTo(ascii("ab!cd"));
        }
    }

    private static void sayUrgently(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(ascii("ab"));
        socket.sendUrgentData('!');
        socket.getOutputStream().write(ascii("cd"));
    }

    @Test
    void aHandlerThatThrowsWhenItsServerIsRetiredEndsOnlyItsSession() throws Exception {
        AtomicInteger retired = new AtomicInteger();
        SessionHandler faulty = new SessionHandler() {
            @Override
            public void retired(Session session) {
                if (retired.getAndIncrement() == 0) {
                    throw new IllegalStateException("on purpose");
                }
            }
        };
        try (RelayService service = service(faulty);
                Socket client = connect(service);
                Socket peer = listener.accept();
                Socket other = connect(service);
                Socket otherPeer = listener.accept()) {
            assertThat(client.isConnected() && peer.isConnected() && other.isConnected() && otherPeer.isConnected())
                    .isTrue();
            service.retire(server);
            assertThat(service.handBack(server).kept()).hasSize(1);
            assertThat(service.snapshot().open()).isOne();
        }
    }

    @Test
    void aTaskThatThrowsEndsItsSession() throws Exception {
        SessionHandler faulty = new SessionHandler() {
            @Override
            public void received(Session session, End from, ByteBuf bytes) {
                bytes.release();
                session.execute(() -> {
                    throw new IllegalStateException("on purpose");
                });
            }
        };
        try (RelayService service = service(faulty);
                Socket client = connect(service)) {
            client.setSoTimeout(10_000);
            client.getOutputStream().write(1);
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void aHandlerMayAnswerByItself() throws Exception {
        SessionHandler echo = new SessionHandler() {
            @Override
            public void opened(Session session) {
                session.client().reading(true);
            }

            @Override
            public void received(Session session, End from, ByteBuf bytes) {
                from.write(bytes);
            }

            @Override
            public void finished(Session session, End from) {
                from.finish();
            }

            @Override
            public ServedSnapshot describe(ServedSnapshot relayed) {
                return new ServedSnapshot(relayed.server(), relayed.accepted(), relayed.open(), 0, 0, 7, 0, 0);
            }
        };
        try (RelayService service = service(echo);
                Socket client = connect(service)) {
            client.getOutputStream().write(ascii("hello"));
            client.shutdownOutput();

            assertThat(client.getInputStream().readAllBytes()).isEqualTo(ascii("hello"));
            assertThat(service.served())
                    .singleElement()
                    .extracting(ServedSnapshot::queries)
                    .isEqualTo(7L);
        }
    }

    @Test
    void aHandlerMayKeepTheClientWhenTheServerIsLost() throws Exception {
        SessionHandler faithful = new SessionHandler() {
            @Override
            public void unreachable(Session session) {
                lost(session, session.client());
            }

            @Override
            public void lost(Session session, End end) {
                session.client().write(Unpooled.copiedBuffer("stale", StandardCharsets.US_ASCII));
                session.client().finish();
                session.flush();
            }
        };
        try (RelayService service = service(faithful);
                Socket client = connect(service)) {
            Socket peer = listener.accept();
            peer.setSoLinger(true, 0);
            peer.close();

            assertThat(client.getInputStream().readAllBytes()).isEqualTo(ascii("stale"));
        }
    }

    @Test
    void whatAServerSaidBeforeItsResetArrivesBeforeTheReset() throws Exception {
        try (RelayService service = service(SessionHandler.RELAY)) {
            for (int i = 0; i < 20; i++) {
                try (Socket client = connect(service)) {
                    Socket peer = listener.accept();
                    client.getOutputStream().write(1);
                    assertThat(peer.getInputStream().read()).isOne();
                    peer.setSoLinger(true, 0);
                    peer.getOutputStream().write(ascii("last words"));
                    peer.close();

                    assertThat(client.getInputStream().readNBytes(10)).isEqualTo(ascii("last words"));
                    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
                }
            }
        }
    }

    @Test
    void aHandlerThatThrowsEndsOnlyItsSession() throws Exception {
        SessionHandler faulty = new SessionHandler() {
            @Override
            public void received(Session session, End from, ByteBuf bytes) {
                bytes.release();
                throw new IllegalStateException("on purpose");
            }
        };
        try (RelayService service = service(faulty);
                Socket client = connect(service);
                Socket other = connect(service)) {
            client.getOutputStream().write(1);
            RelayNetwork.await("the fault", () -> service.snapshot().refused().get(Refusal.INTERNAL.key()) == 1);

            RelayNetwork.await(
                    "the end of that session only", () -> service.snapshot().open() == 1);
            assertThat(other.isConnected()).isTrue();
        }
    }

    @Test
    void aHandlerThatThrowsWhenAReaderIsBehindEndsOnlyThatReadersSession() throws Exception {
        SessionHandler faulty = new SessionHandler() {
            @Override
            public void behind(Session session, End slow, boolean behind) {
                throw new IllegalStateException("on purpose");
            }
        };
        try (RelayService service = service(faulty);
                Socket slow = connect(service);
                Socket flooding = listener.accept();
                Socket other = connect(service);
                Socket peer = listener.accept()) {
            byte[] piece = new byte[1 << 16];
            assertThatThrownBy(() -> {
                        while (true) {
                            flooding.getOutputStream().write(piece);
                        }
                    })
                    .isInstanceOf(SocketException.class);
            assertThat(slow.isConnected()).isTrue();
            RelayNetwork.await("the fault", () -> service.snapshot().refused().get(Refusal.INTERNAL.key()) >= 1);

            other.getOutputStream().write(ascii("hello"));
            assertThat(peer.getInputStream().readNBytes(5)).isEqualTo(ascii("hello"));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
