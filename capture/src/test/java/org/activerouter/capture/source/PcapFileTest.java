package org.activerouter.capture.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.CaptureException.Kind;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.source.Frames.Frame;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcapFileTest {
    private static final byte[] HELLO = "hello".getBytes(US_ASCII);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"true, 0xA1B2C3D4, 1000", "false, 0xA1B2C3D4, 1000", "true, 0xA1B23C4D, 1", "false, 0xA1B23C4D, 1"})
    void everyByteOrderAndResolutionIsRead(boolean big, long magic, int nanosPerUnit) throws Exception {
        ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        Path file = new PcapBytes(order, (int) magic, 113)
                .frame(1_700_000_000L, 123_456, HELLO, 1500)
                .frame(4_000_000_000L, 7, new byte[0])
                .write(folder.resolve("a.pcap"));

        Frames frames = read(file);

        assertThat(frames.failure).isNull();
        assertThat(frames.all)
                .containsExactly(
                        Frame.of(1_700_000_000_000_000_000L + 123_456L * nanosPerUnit, 113, 1500, HELLO),
                        Frame.of(4_000_000_000_000_000_000L + 7L * nanosPerUnit, 113, 0, new byte[0]));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "101, 12", "108, 108", "113, 113", "276, 276", "0, 0", "0xF4000001, 1"})
    void theLinkTypeIsTheDltNumber(String inFile, int dlt) throws Exception {
        Path file = new PcapBytes(
                        ByteOrder.LITTLE_ENDIAN,
                        PcapBytes.MICROS,
                        Long.decode(inFile).intValue())
                .frame(1, 0, HELLO)
                .write(folder.resolve("a.pcap"));

        assertThat(read(file).all).extracting(Frame::linkType).containsExactly(dlt);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void recordsThatStraddleReadsAreWholeAndInOrder(long seed) throws Exception {
        Random random = new Random(seed);
        PcapBytes bytes = PcapBytes.littleEndianMicros();
        List<Frame> written = new ArrayList<>();
        while (bytes.length() < 1_500_000) {
            byte[] frame = new byte[random.nextInt(10) == 0 ? random.nextInt(100_000) : random.nextInt(1500)];
            random.nextBytes(frame);
            bytes.frame(written.size(), 0, frame);
            written.add(Frame.of(written.size() * 1_000_000_000L, 1, frame.length, frame));
        }

        Frames frames = read(bytes.write(folder.resolve("a.pcap")));

        assertThat(frames.failure).isNull();
        assertThat(frames.all).isEqualTo(written);
    }

    @Test
    void aRecordMayBeLargerThanWhatIsReadAtFirst() throws Exception {
        Path file = PcapBytes.littleEndianMicros()
                .frame(1, 0, HELLO)
                .frame(2, 0, new byte[PcapFile.MAX_FRAME_BYTES])
                .frame(3, 0, HELLO)
                .write(folder.resolve("a.pcap"));

        Frames frames = read(file);

        assertThat(frames.failure).isNull();
        assertThat(frames.nanos()).containsExactly(1_000_000_000L, 2_000_000_000L, 3_000_000_000L);
    }

    @Test
    void aRecordThatClaimsTooMuchIsNamedAfterAllBeforeItWereGiven() throws Exception {
        Path file = PcapBytes.littleEndianMicros()
                .frame(1, 0, HELLO)
                .frame(2, 0, HELLO)
                .recordHeader(3, 0, PcapFile.MAX_FRAME_BYTES + 1, 60)
                .raw(new byte[300_000])
                .write(folder.resolve("damaged.pcap"));

        Frames frames = read(file);

        assertThat(frames.all).hasSize(2);
        assertThat(frames.failure)
                .hasMessageContaining("damaged.pcap")
                .hasMessageContaining("262,145")
                .hasMessageContaining("record 3")
                .hasMessageContaining("byte offset 66")
                .extracting(CaptureException::kind)
                .isEqualTo(Kind.BAD_DATA);
    }

    @Test
    void aNegativeLengthIsDamageToo() throws Exception {
        Path file = PcapBytes.littleEndianMicros()
                .recordHeader(3, 0, -1, 60)
                .raw(new byte[100])
                .write(folder.resolve("a.pcap"));

        assertThat(read(file).failure).hasMessageContaining("4,294,967,295").hasMessageContaining("record 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 6, 20})
    void aTruncatedLastRecordIsSaidAfterAllBeforeItWereGiven(int missing) throws Exception {
        PcapBytes bytes = PcapBytes.littleEndianMicros()
                .frame(1, 0, HELLO)
                .frame(2, 0, HELLO)
                .frame(3, 0, HELLO);
        Path file = bytes.write(folder.resolve("cut.pcap"));
        cut(file, bytes.length() - missing);

        Frames frames = read(file);

        assertThat(frames.all).hasSize(2);
        assertThat(frames.failure)
                .hasMessageContaining("cut.pcap: ends in the middle of a record")
                .hasMessageContaining("record 3, byte offset 66")
                .extracting(CaptureException::kind)
                .isEqualTo(Kind.BAD_DATA);
    }

    @Test
    void aFileThatShrinksWhileItIsReadIsBadDataAndNoCrash() throws Exception {
        PcapBytes bytes = PcapBytes.littleEndianMicros();
        for (int i = 0; i < 1000; i++) {
            bytes.frame(i, 0, new byte[400]);
        }
        Path file = bytes.write(folder.resolve("a.pcap"));
        FrameSource source = CaptureFiles.open(file.toString());
        assertThat(source.next()).extracting(FrameBatch::size).isEqualTo(FrameBatch.CAPACITY);

        cut(file, 100);

        assertThatThrownBy(source::next)
                .hasMessageContaining("shrunk")
                .asInstanceOf(InstanceOfAssertFactories.type(CaptureException.class))
                .extracting(CaptureException::kind)
                .isEqualTo(Kind.BAD_DATA);
        assertThat(source.ended()).isTrue();
        assertThat(source.next()).isNull();
    }

    @Test
    void aCaptureWithoutFramesIsACapture() throws Exception {
        Frames frames = read(PcapBytes.littleEndianMicros().write(folder.resolve("a.pcap")));

        assertThat(frames.failure).isNull();
        assertThat(frames.all).isEmpty();
    }

    @Test
    void howFarItIsReadIsTold() throws Exception {
        PcapBytes bytes = PcapBytes.littleEndianMicros();
        for (int i = 0; i < FrameBatch.CAPACITY + 1; i++) {
            bytes.frame(i, 0, HELLO);
        }
        FrameSource source =
                CaptureFiles.open(bytes.write(folder.resolve("a.pcap")).toString());
        assertThat(source.status().bytesRead()).isZero();
        assertThat(source.status().bytesTotal()).isEqualTo(bytes.length());

        source.next();
        assertThat(source.status().bytesRead()).isEqualTo(bytes.length() - 21);

        source.next();
        assertThat(source.status().bytesRead()).isEqualTo(bytes.length());
        assertThat(source.status().lost()).isZero();
    }

    private static Frames read(Path file) throws CaptureException {
        return Frames.of(FrameSources.files(List.of(file.toString())));
    }

    private static void cut(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }
        assertThat(Files.size(file)).isEqualTo(bytes);
    }
}
