package org.activerouter.manager.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminSocketTest {
    /** A limit for what never comes; everything else takes milliseconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void nameTheSocket() {
        path = folder.resolve("admin.sock");
    }

    private @Nullable AdminSocket socket;

    private void listen(Requests requests) throws IOException {
        socket = AdminSocket.open(path, requests);
    }

    @AfterEach
    void close() {
        if (socket != null) {
            socket.close();
        }
    }

    private Answer ask(List<String> words) throws IOException {
        return AdminClient.ask(path, words, PATIENCE);
    }

    private static Answer echo(List<String> words) {
        return Answer.done(String.join("|", words) + "\n");
    }

    @Test
    void theWordsOfARequestArriveAndItsAnswerComesBack() throws IOException {
        listen(AdminSocketTest::echo);

        assertThat(ask(List.of("why", "192.0.2.1:8888"))).isEqualTo(Answer.done("why|192.0.2.1:8888\n"));
    }

    @Test
    void everyOutcomeComesThrough() throws IOException {
        for (Answer.Outcome outcome : Answer.Outcome.values()) {
            Answer answer = new Answer(outcome, "because\nof this\n");
            listen(words -> answer);
            assertThat(ask(List.of("x"))).isEqualTo(answer);
            close();
        }
    }

    @Test
    void onlyItsUserAndRootMayOpenIt() throws IOException {
        listen(AdminSocketTest::echo);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void itsFileGoesWhenItIsClosed() throws IOException {
        AdminSocket.open(path, AdminSocketTest::echo).close();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theSocketOfAKilledRouterIsTakenOver() throws IOException {
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(path));
        }

        listen(AdminSocketTest::echo);

        assertThat(ask(List.of("status")).outcome()).isEqualTo(Answer.Outcome.DONE);
    }

    @Test
    void aSecondRouterIsRefusedAndTheFirstGoesOn() throws IOException {
        listen(AdminSocketTest::echo);

        assertThatThrownBy(() -> AdminSocket.open(path, words -> Answer.done("second\n")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another router runs here");

        assertThat(ask(List.of("status"))).isEqualTo(Answer.done("status\n"));
    }

    @Test
    void aFileThatIsNoSocketIsLeftAlone() throws IOException {
        Files.writeString(path, "somebody's");

        assertThatThrownBy(() -> AdminSocket.open(path, AdminSocketTest::echo))
                .isInstanceOf(IOException.class)
                .hasMessage(path + " is there and no socket; give another admin.socket, or take it away");

        assertThat(path).hasContent("somebody's");
    }

    @Test
    void aMissingFolderIsNamed() {
        Path missing = folder.resolve("none/admin.sock");

        assertThatThrownBy(() -> AdminSocket.open(missing, AdminSocketTest::echo))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void aRequestThatFailsIsAnsweredAndTheNextOneServed() throws IOException {
        listen(words -> {
            if (words.contains("bad")) {
                throw new IllegalStateException("a fault");
            }
            return echo(words);
        });

        assertThat(ask(List.of("bad"))).matches(answer -> answer.text().contains("a fault"));
        assertThat(ask(List.of("good"))).isEqualTo(Answer.done("good\n"));
    }

    @Test
    void anEmptyLineIsWrong() throws IOException {
        listen(AdminSocketTest::echo);

        assertThat(ask(List.of()).outcome()).isEqualTo(Answer.Outcome.WRONG);
    }

    @Test
    void aRequestWithoutEndIsCutOffAndOthersAreServed() throws IOException {
        listen(AdminSocketTest::echo);
        try (SocketChannel endless = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            Channels.newOutputStream(endless).write("x".repeat(2_000).getBytes(StandardCharsets.UTF_8));

            assertThat(ask(List.of("status"))).isEqualTo(Answer.done("status\n"));
        }
    }

    @Test
    void aRequestThatIsTooLongIsToldSo() throws IOException {
        listen(AdminSocketTest::echo);

        assertThat(ask(List.of("x".repeat(1_025)))).isEqualTo(Answer.wrong("a request is no longer than 1024 bytes\n"));
    }

    @Test
    void aRequestOfTheGreatestLengthIsServed() throws IOException {
        listen(AdminSocketTest::echo);

        assertThat(ask(List.of("x".repeat(1_024))).text()).hasSize(1_025);
    }

    @Test
    void whoSaysNothingLosesItsPlaceToOthers() throws IOException {
        socket = AdminSocket.open(path, AdminSocketTest::echo, SHORT);
        List<SocketChannel> silent = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            silent.add(SocketChannel.open(UnixDomainSocketAddress.of(path)));
        }

        for (SocketChannel each : silent) {
            assertThat(each.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            each.close();
        }

        assertThat(ask(List.of("panic"))).isEqualTo(Answer.done("panic\n"));
    }

    @Test
    void aRouterThatStandsStillIsTold() throws IOException {
        try (ServerSocketChannel frozen = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            frozen.bind(UnixDomainSocketAddress.of(path));

            assertThatThrownBy(() -> AdminClient.ask(path, List.of("status"), SHORT))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void whereNoRouterListensTheClientSaysSo() {
        assertThatThrownBy(() -> ask(List.of("status"))).isInstanceOf(IOException.class);
    }
}
