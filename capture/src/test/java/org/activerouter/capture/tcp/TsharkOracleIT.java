package org.activerouter.capture.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.Direction;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.source.FrameSources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes told of real captures are those that Wireshark's reassembly, which shares nothing with ours, puts together. */
class TsharkOracleIT {
    private static final Path CAPTURES = Path.of("src/test/resources/captures");

    static List<Path> captures() throws IOException {
        try (Stream<Path> files = Files.list(CAPTURES)) {
            return files.filter(file -> file.toString().matches(".*\\.pcap(ng)?"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyStreamIsToldAsTsharkFollowsIt(Path capture) throws Exception {
        Map<String, byte[]> told = told(capture);
        Map<String, byte[]> followed = followed(capture);

        assertThat(followed).isNotEmpty();
        assertThat(told).containsOnlyKeys(followed.keySet());
        followed.forEach(
                (stream, bytes) -> assertThat(told.get(stream)).as(stream).isEqualTo(bytes));
    }

    /** What the tracker tells, by {@code sender > receiver}. */
    private static Map<String, byte[]> told(Path capture) throws CaptureException {
        Recorder recorder = new Recorder();
        TcpTracker tracker = new TcpTracker(TcpLimits.defaults(), port -> port == 8888, recorder::opened);
        try (FrameSource source = FrameSources.files(List.of(capture.toString()))) {
            for (FrameBatch batch = source.next(); batch != null; batch = source.next()) {
                tracker.accept(batch);
            }
        }
        tracker.finish();
        assertThat(recorder.complaints).isEmpty();
        return bytes(recorder.streams);
    }

    /** What tshark follows, by {@code sender > receiver}; a line of hex digits is of the second node if it is indented. */
    private static Map<String, byte[]> followed(Path capture) throws Exception {
        List<String> command = new ArrayList<>(List.of("-q"));
        for (String stream : streamNumbers(capture)) {
            command.addAll(List.of("-z", "follow,tcp,raw," + stream));
        }
        Map<String, ByteArrayOutputStream> streams = new TreeMap<>();
        String first = "";
        String second = "";
        for (String line : tshark(capture, command)) {
            if (line.startsWith("Node 0: ")) {
                first = line.substring(8);
            } else if (line.startsWith("Node 1: ")) {
                second = line.substring(8);
            } else if (line.matches("\t?([0-9a-f]{2})+")) {
                String stream = line.startsWith("\t") ? second + " > " + first : first + " > " + second;
                append(streams, stream, HexFormat.of().parseHex(line.strip()));
            }
        }
        return bytes(streams);
    }

    private static Collection<String> streamNumbers(Path capture) throws Exception {
        return tshark(capture, List.of("-Y", "tcp", "-T", "fields", "-e", "tcp.stream")).stream()
                .distinct()
                .toList();
    }

    private static List<String> tshark(Path capture, List<String> arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            List<String> lines = process.inputReader().lines().toList();
            assertThat(process.waitFor()).as("exit status of %s", command).isZero();
            return lines;
        } catch (IOException e) {
            throw new AssertionError("tshark gives the second opinion here; install it (apt-get install tshark)", e);
        }
    }

    private static void append(Map<String, ByteArrayOutputStream> streams, String stream, byte[] bytes) {
        streams.computeIfAbsent(stream, name -> new ByteArrayOutputStream()).writeBytes(bytes);
    }

    private static Map<String, byte[]> bytes(Map<String, ByteArrayOutputStream> streams) {
        Map<String, byte[]> bytes = new TreeMap<>();
        streams.forEach((stream, written) -> bytes.put(stream, written.toByteArray()));
        return bytes;
    }

    /** Writes down all bytes, and whatever should not happen in a capture without loss. */
    private static final class Recorder {
        final Map<String, ByteArrayOutputStream> streams = new TreeMap<>();
        final List<String> complaints = new ArrayList<>();

        StreamListener opened(FlowKey key, boolean fromStart, long nanos) {
            return new StreamListener() {
                @Override
                public void bytes(Direction from, ByteBuffer bytes, long nanos) {
                    byte[] copy = new byte[bytes.remaining()];
                    bytes.get(copy);
                    append(streams, name(from), copy);
                }

                @Override
                public void gap(Direction from, long missingBytes, long nanos) {
                    complaints.add(name(from) + " misses " + missingBytes);
                }

                @Override
                public void tainted(Direction from, long nanos) {
                    complaints.add(name(from) + " tainted");
                }

                @Override
                public void closed(CloseReason how, long nanos) {}

                private String name(Direction from) {
                    return from == Direction.FROM_CLIENT ? key.toString() : key.server() + " > " + key.client();
                }
            };
        }
    }
}
