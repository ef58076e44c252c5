package org.activerouter.capture.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.activerouter.capture.Direction;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.source.ChildJvm;
import org.activerouter.capture.source.Wire;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What counts is what the receiver reads: here a real one says which of several copies that is. */
class KernelOracleIT {
    private static final int DLT_RAW = 12;
    /** Cases that must be left to compare when those are out whose outcome hangs on more than the segments. */
    private static final int ENOUGH = 120;

    private final String namespace = "aroracle" + ProcessHandle.current().pid();

    @BeforeEach
    void makeNamespace() throws IOException {
        Wire.run("ip", "netns", "add", namespace);
    }

    @AfterEach
    void removeNamespace() throws IOException {
        Wire.run("ip", "netns", "del", namespace);
    }

    @Test
    void ofOverlappingSegmentsThatIsToldWhichTheKernelsReaderGets() throws Exception {
        List<OverlapCase> cases = OverlapCase.all();

        List<String> lines = received();

        assertThat(lines).hasSameSizeAs(cases);
        SoftAssertions softly = new SoftAssertions();
        int compared = 0;
        for (int i = 0; i < cases.size(); i++) {
            OverlapCase overlap = cases.get(i);
            String[] words = lines.get(i).split(" ");
            softly.assertThat(words[0]).as(overlap.toString()).hasSize(overlap.length());
            Told told = told(words);
            if (!told.tainted || !overlap.mayHangOnTree()) {
                softly.assertThat(told.text).as(overlap.toString()).hasToString(words[0]);
                compared++;
            }
        }
        softly.assertAll();
        assertThat(compared).isGreaterThan(ENOUGH);
    }

    private List<String> received() throws IOException, InterruptedException {
        Process kernel = ChildJvm.of(
                        List.of("ip", "netns", "exec", namespace), List.of(), KernelReceiver.class, List.of())
                .start();
        try {
            List<String> lines = kernel.inputReader(ISO_8859_1).lines().toList();
            assertThat(kernel.waitFor())
                    .as("exit of the receiver, which has said why")
                    .isZero();
            return lines;
        } finally {
            kernel.destroyForcibly();
        }
    }

    private static Told told(String[] words) {
        Told told = new Told();
        TcpTracker tracker =
                new TcpTracker(TcpLimits.defaults(), port -> port == KernelReceiver.PORT, (key, start, nanos) -> told);
        long nanos = 0;
        for (String packet : Arrays.asList(words).subList(1, words.length)) {
            byte[] bytes = HexFormat.of().parseHex(packet);
            FrameBatch batch = new FrameBatch();
            batch.begin(ByteBuffer.wrap(bytes), DLT_RAW);
            batch.add(0, bytes.length, bytes.length, nanos += 1_000);
            tracker.accept(batch);
        }
        tracker.finish();
        return told;
    }

    /** Writes down the client's bytes; a gap or an end but by FIN shows as what no case contains. */
    private static final class Told implements StreamListener {
        private final StringBuilder text = new StringBuilder();
        private boolean tainted;

        @Override
        public void bytes(Direction from, ByteBuffer bytes, long nanos) {
            text.append(ISO_8859_1.decode(bytes.duplicate()));
        }

        @Override
        public void gap(Direction from, long missingBytes, long nanos) {
            text.append("<gap ").append(missingBytes).append('>');
        }

        @Override
        public void tainted(Direction from, long nanos) {
            tainted = true;
        }

        @Override
        public void closed(CloseReason how, long nanos) {
            if (how != CloseReason.FINISHED) {
                text.append('<').append(how).append('>');
            }
        }
    }
}
