package org.activerouter.capture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.CaptureException.Kind;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureFilesTest {
    @TempDir
    Path folder;

    /** The counts are the lines that {@code tcpdump -nr} prints. */
    @ParameterizedTest
    @CsvSource({
        "basic, 124",
        "compressed, 150",
        "fragmented, 408",
        "huge, 130",
        "metaserver, 50",
        "multi, 1745",
        "teknap, 109"
    })
    void aRealCaptureIsReadWhole(String name, int packets) throws Exception {
        Frames frames = Frames.of(FrameSources.files(List.of(capture(name))));

        assertThat(frames.failure).isNull();
        assertThat(frames.all)
                .hasSize(packets)
                .allSatisfy(frame -> assertThat(frame.linkType()).isEqualTo(1));
    }

    @Test
    void anEmptyFileIsSaidToBeEmpty() throws Exception {
        Path file = Files.createFile(folder.resolve("empty.pcap"));

        refused(file, Kind.BAD_DATA, "empty.pcap is empty");
    }

    @Test
    void whatIsNoCaptureIsSaidToBeNone() throws Exception {
        Path file = Files.writeString(folder.resolve("text.pcap"), "this is a text of more than 24 bytes");

        refused(file, Kind.BAD_DATA, "text.pcap is not a capture file");
    }

    @Test
    void aFileShorterThanItsHeaderIsNoCapture() throws Exception {
        Path file = Files.writeString(folder.resolve("short.pcap"), "short");

        refused(file, Kind.BAD_DATA, "short.pcap is not a capture file");
    }

    @ParameterizedTest
    @CsvSource({"1F8B08, gunzip", "28B52FFD, unzstd", "FD377A585A00, unxz", "425A6839, bunzip2", "04224D18, unlz4"})
    void ofACompressedFileItSaysWhatReadsIt(String beginning, String program) throws Exception {
        byte[] bytes = Arrays.copyOf(HexFormat.of().parseHex(beginning), 100);
        Path file = Files.write(folder.resolve("packed"), bytes);

        refused(file, Kind.BAD_DATA, "is compressed: " + program + " -c " + file + " | active-router analyze -");
    }

    @Test
    void aDirectoryIsSaidToBeOne() {
        refused(folder, Kind.BAD_DATA, "is a directory");
    }

    @Test
    void aMissingFileIsNamed() {
        refused(folder.resolve("missing.pcap"), Kind.NOT_FOUND, "no such file: " + folder.resolve("missing.pcap"));
    }

    @Test
    void aFileThatMayNotBeReadIsNamed() {
        // Write-only in /proc/sys binds root as well, so this holds whoever runs the tests.
        refused(Path.of("/proc/sys/vm/compact_memory"), Kind.NOT_PERMITTED, "may not be read");
    }

    private static void refused(Path file, Kind kind, String message) {
        assertThatThrownBy(() -> FrameSources.files(List.of(file.toString())))
                .hasMessageContaining(message)
                .asInstanceOf(InstanceOfAssertFactories.type(CaptureException.class))
                .extracting(CaptureException::kind)
                .isEqualTo(kind);
    }

    static String capture(String name) {
        return resource(name + ".pcap");
    }

    static String resource(String file) {
        try {
            return Path.of(CaptureFilesTest.class
                            .getResource("/captures/" + file)
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
