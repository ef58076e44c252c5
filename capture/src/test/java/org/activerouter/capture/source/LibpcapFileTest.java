package org.activerouter.capture.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.CaptureException.Kind;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.source.Frames.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcap4j.core.PcapHandle;

class LibpcapFileTest {
    private static final byte[] HELLO = "hello".getBytes(US_ASCII);

    @TempDir
    Path folder;

    @Test
    void pcapngGivesWhatPcapGives() throws Exception {
        Frames ng = Frames.of(FrameSources.files(List.of(CaptureFilesTest.resource("basic.pcapng"))));
        Frames classic = Frames.of(FrameSources.files(List.of(CaptureFilesTest.capture("basic"))));

        assertThat(ng.failure).isNull();
        assertThat(ng.all).isNotEmpty().isEqualTo(classic.all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BIG_ENDIAN", "LITTLE_ENDIAN"})
    void pcapngKeepsNanoseconds(String order) throws Exception {
        Path file = new PcapngBytes(order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, 101)
                .frame(1_700_000_000_123_456_789L, HELLO, 1500)
                .write(folder.resolve("a.pcapng"));

        Frames frames = Frames.of(FrameSources.files(List.of(file.toString())));

        assertThat(frames.failure).isNull();
        assertThat(frames.all).containsExactly(Frame.of(1_700_000_000_123_456_789L, 12, 1500, HELLO));
    }

    @Test
    void bothReadersGiveTheSame() throws Exception {
        Path capture = Path.of(CaptureFilesTest.capture("huge"));

        Frames mapped = Frames.of(FrameSources.files(List.of(capture.toString())));
        Frames dumped = Frames.of(open(capture, false));
        Frames listened = Frames.of(open(capture, true));

        assertThat(dumped.all).isNotEmpty().isEqualTo(mapped.all);
        assertThat(listened.all).isEqualTo(mapped.all);
    }

    @Test
    void noFrameIsCutHoweverLargeTheyAre() throws Exception {
        PcapBytes bytes = PcapBytes.littleEndianMicros();
        for (int i = 0; i < 60; i++) {
            byte[] frame = new byte[PcapFile.MAX_FRAME_BYTES];
            frame[frame.length - 1] = (byte) i;
            bytes.frame(i, 0, frame);
        }
        Path file = bytes.write(folder.resolve("a.pcap"));

        Frames frames = Frames.of(open(file, false));

        assertThat(frames.failure).isNull();
        assertThat(frames.all).hasSize(60).isEqualTo(Frames.of(FrameSources.files(List.of(file.toString()))).all);
    }

    @Test
    void aBatchIsFullWhenFramesAreSmall() throws Exception {
        PcapBytes bytes = PcapBytes.littleEndianMicros();
        for (int i = 0; i < 3 * FrameBatch.CAPACITY + 1; i++) {
            bytes.frame(i, 0, HELLO);
        }
        LibpcapFile source = open(bytes.write(folder.resolve("a.pcap")), false);

        for (int i = 0; i < 3; i++) {
            assertThat(source.next()).extracting(FrameBatch::size).isEqualTo(FrameBatch.CAPACITY);
        }
        assertThat(source.next()).extracting(FrameBatch::size).isEqualTo(1);
        assertThat(source.next()).isNull();
        assertThat(source.ended()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatPrecedesDamageIsGivenThenTheDamageIsSaid(boolean byListener) throws Exception {
        Path file = PcapBytes.littleEndianMicros()
                .frame(1, 0, HELLO)
                .frame(2, 0, HELLO)
                .recordHeader(3, 0, 100, 100)
                .raw(HELLO)
                .write(folder.resolve("cut.pcap"));

        Frames frames = Frames.of(open(file, byListener));

        assertThat(frames.all).hasSize(2);
        assertThat(frames.failure)
                .hasMessageContaining("cut.pcap: is damaged: ")
                .hasMessageContaining("truncated dump file")
                .hasMessageContaining("record 3")
                .extracting(CaptureException::kind)
                .isEqualTo(Kind.BAD_DATA);
    }

    @Test
    void aPipeIsReadFromItsFirstByte() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Thread writer = new Thread(() -> copy(Path.of(CaptureFilesTest.capture("basic")), pipe));
        writer.start();

        Frames frames = Frames.of(FrameSources.files(List.of(pipe.toString())));
        writer.join();

        assertThat(frames.failure).isNull();
        assertThat(frames.all.size()).isEqualTo(124);
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic.pcap", "basic.pcapng"})
    void standardInputIsReadFromItsFirstByte(String capture) throws Exception {
        File input = new File(CaptureFilesTest.resource(capture));

        assertThat(ChildJvm.run(List.of(), List.of(), CountFrames.class, List.of("-"), input))
                .isEqualTo("124\n");
    }

    @Test
    void aMissingLibpcapIsSaidWithThePackageToInstall() throws Exception {
        String answer = ChildJvm.run(
                List.of(),
                List.of("-Dorg.pcap4j.core.pcapLibName=absent"),
                CountFrames.class,
                List.of("-"),
                new File("/dev/null"));

        assertThat(answer).startsWith("FAILED").contains("libpcap0.8").contains("libpcap0.8t64");
    }

    @Test
    void standardInputCannotBeReadTwice() {
        assertThatThrownBy(() -> FrameSources.files(List.of("-", "-"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static LibpcapFile open(Path file, boolean byListener) throws Exception {
        PcapHandle handle = Libpcap.openFile(file.toString(), file.toString());
        FrameReader reader = byListener ? new ListenerReader(handle) : FrameReader.of(handle);
        assertThat(reader).isInstanceOf(byListener ? ListenerReader.class : DumpReader.class);
        return new LibpcapFile(file.toString(), handle, reader, Files.size(file));
    }

    private static void copy(Path from, Path to) {
        try (OutputStream out = Files.newOutputStream(to)) {
            Files.copy(from, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
