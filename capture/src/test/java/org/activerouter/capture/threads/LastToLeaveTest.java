package org.activerouter.capture.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LastToLeaveTest {
    private static final Path THREADS = Path.of("/proc/self/task");

    private static List<Path> threads = List.of();

    @BeforeAll
    @Timeout(30)
    static void begin() throws IOException {
        int started = LastToLeave.start();
        assertThat(started).isPositive();
        while (threads.size() < started) {
            threads = withoutDescriptors();
        }
    }

    private static List<Path> withoutDescriptors() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path each : list(THREADS)) {
            if (text(each.resolve("comm")).equals("last-to-leave\n")
                    && list(each.resolve("fd")).isEmpty()) {
                found.add(each);
            }
        }
        return found;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.toList();
        }
    }

    @Test
    void theyHoldNoDescriptorEvenOfThoseThatAreOpenedLater() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(listener.isBound()).isTrue();
            assertThat(withoutDescriptors()).isEqualTo(threads);
        }
    }

    @Test
    void theOthersKeepTheirsAndWhatTheyCloseIsClosed() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
            listener.accept().close();

            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(list(Path.of("/proc/self/fd"))).isNotEmpty();
        }
    }

    @Test
    void theyAreInNoHurry() {
        // The nineteenth field of stat(5), of which the second is the name in parentheses.
        assertThat(threads)
                .allSatisfy(each ->
                        assertThat(text(each.resolve("stat"))).matches("\\d+ \\(last-to-leave\\)( \\S+){16} 10 .*\n"));
    }

    @Test
    void eachStaysOnAProcessorOfItsOwn() {
        assertThat(threads)
                .map(each -> text(each.resolve("status")))
                .map(status -> status.replaceAll("(?s).*Cpus_allowed_list:\\s*(\\S+).*", "$1"))
                .doesNotHaveDuplicates()
                .allMatch(allowed -> allowed.matches("\\d+"));
    }
}
