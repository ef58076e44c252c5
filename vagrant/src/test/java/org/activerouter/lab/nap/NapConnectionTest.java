package org.activerouter.lab.nap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NapConnectionTest {
    private Socket sender;
    private NapConnection receiver;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            sender = new Socket(listener.getInetAddress(), listener.getLocalPort());
            sender.setTcpNoDelay(true);
            receiver = new NapConnection(listener.accept(), 2048);
        }
    }

    @AfterEach
    void disconnect() throws IOException {
        sender.close();
        receiver.close();
    }

    @Test
    void aMessageIsItsLengthAndTypeLittleEndianAndThenItsData() {
        assertThat(new NapMessage(0x0201, "\u00e4b").encoded()).containsExactly(2, 0, 1, 2, 0xe4, 'b');
    }

    @Test
    void messagesArriveWholeHoweverTheyWereCut() throws IOException {
        NapMessage first = new NapMessage(200, "FILENAME CONTAINS \"x\"");
        NapMessage second = new NapMessage(202, "");
        for (byte each : first.encoded()) {
            sender.getOutputStream().write(each);
        }
        sender.getOutputStream().write(second.encoded());

        assertThat(receiver.read()).isEqualTo(first);
        assertThat(receiver.read()).isEqualTo(second);
    }

    @Test
    void manyLongMessagesInOneWriteComeInOrder() throws IOException {
        Thread.ofVirtual().start(() -> writeNumbered(200));

        for (int i = 0; i < 200; i++) {
            assertThat(receiver.read().type()).isEqualTo(i);
        }
    }

    private void writeNumbered(int count) {
        try {
            for (int i = 0; i < count; i++) {
                sender.getOutputStream().write(new NapMessage(i, "x".repeat(2048)).encoded());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aMessageThatIsTooLongIsRefused() throws IOException {
        sender.getOutputStream().write(new NapMessage(200, "x".repeat(2049)).encoded());

        assertThatThrownBy(receiver::read).isInstanceOf(IOException.class).hasMessageContaining("2049");
    }

    @Test
    void theEndOfTheConnectionIsTold() throws IOException {
        sender.getOutputStream().write(new byte[] {5, 0, 3});
        sender.close();

        assertThatThrownBy(receiver::read).isInstanceOf(EOFException.class);
    }
}
