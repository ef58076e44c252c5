package org.activerouter.capture.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergedSourceTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void framesOfSeveralFilesComeByTheirStamps(long seed) throws Exception {
        Random random = new Random(seed);
        List<PcapBytes> files = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            files.add(PcapBytes.littleEndianMicros());
        }
        int count = 3000;
        int file = 0;
        for (int i = 0; i < count; i++) {
            file = random.nextInt(20) == 0 ? random.nextInt(files.size()) : file;
            files.get(file).frame(i, 0, new byte[] {(byte) i, (byte) (i >> 8)});
        }

        Frames frames = Frames.of(merged(files));

        assertThat(frames.failure).isNull();
        assertThat(frames.all).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(frames.all.get(i).nanos()).isEqualTo(i * 1_000_000_000L);
            assertThat(frames.all.get(i).bytes()).isEqualTo(String.format("%02x%02x", i & 0xFF, i >> 8));
        }
    }

    @Test
    void rotatedFilesComeInTheirOrderAndInWholeBatches() throws Exception {
        List<PcapBytes> files = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            PcapBytes bytes = PcapBytes.littleEndianMicros();
            for (int j = 0; j < 2 * FrameBatch.CAPACITY; j++) {
                bytes.frame(1000L * i + j, 0, new byte[4]);
            }
            files.add(bytes);
        }
        Collections.shuffle(files, new Random(1));
        FrameSource source = merged(files);

        List<Long> firsts = new ArrayList<>();
        for (FrameBatch batch = source.next(); batch != null; batch = source.next()) {
            assertThat(batch.size()).isEqualTo(FrameBatch.CAPACITY);
            firsts.add(batch.nanos(0) / 1_000_000_000L);
        }

        assertThat(firsts).containsExactly(0L, 256L, 1000L, 1256L, 2000L, 2256L, 3000L, 3256L, 4000L, 4256L);
        assertThat(source.ended()).isTrue();
        assertThat(source.status().bytesRead()).isEqualTo(source.status().bytesTotal());
    }

    @Test
    void aDamagedFileIsSaidOnceAndTheOthersGoOn() throws Exception {
        PcapBytes good = PcapBytes.littleEndianMicros();
        PcapBytes bad = PcapBytes.littleEndianMicros();
        for (int i = 0; i < 10; i++) {
            good.frame(i, 0, new byte[4]);
        }
        bad.frame(2, 500, new byte[4]).recordHeader(3, 0, 100, 100);

        Frames frames = Frames.of(merged(List.of(good, bad)));

        assertThat(frames.failure).hasMessageContaining("1.pcap").hasMessageContaining("record 2");
        assertThat(frames.all).hasSize(11);
        assertThat(frames.nanos()).isSorted();
    }

    @Test
    void aFileWithoutFramesDisturbsNothing() throws Exception {
        PcapBytes good = PcapBytes.littleEndianMicros().frame(1, 0, new byte[4]);

        assertThat(Frames.of(merged(List.of(PcapBytes.littleEndianMicros(), good))).all)
                .hasSize(1);
    }

    private FrameSource merged(List<PcapBytes> files) throws Exception {
        List<String> names = new ArrayList<>();
        for (PcapBytes bytes : files) {
            names.add(bytes.write(folder.resolve(names.size() + ".pcap")).toString());
        }
        return FrameSources.files(names);
    }
}
