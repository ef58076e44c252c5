package org.activerouter.capture.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.activerouter.capture.FrameBatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hundreds of conversations by seed: what is told is what was sent, whatever happened to the packets. */
class RandomTalkTest {
    private static final int FRAMES_BETWEEN_BATCHES = 37;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anHonestConversationIsToldAsItWasSent(long seed) {
        assertToldWhole(new RandomTalk(seed));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void duplicatesChangeNothing(long seed) {
        assertToldWhole(new RandomTalk(seed).duplicated());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void disorderWithinTheGraceChangesNothing(long seed) {
        assertToldWhole(new RandomTalk(seed).shuffled(2 + (int) (seed % 30)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void duplicatesInDisorderChangeNothing(long seed) {
        assertToldWhole(new RandomTalk(seed).duplicated().shuffled(2 + (int) (seed % 30)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whereFramesAreMissingTheGapsFitAndNoByteIsInvented(long seed) {
        RandomTalk talk = new RandomTalk(seed).holed(1 + (int) (seed % 60));
        ToldStreams told = run(talk);
        assertThat(told.connections).isLessThanOrEqualTo(1);
        assertFits(told.client, talk.clientBytes);
        assertFits(told.server, talk.serverBytes);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whereFramesAreMissingAndInDisorderTheGapsStillFit(long seed) {
        RandomTalk talk = new RandomTalk(seed).holed(1 + (int) (seed % 60)).shuffled(20);
        ToldStreams told = run(talk);
        assertFits(told.client, talk.clientBytes);
        assertFits(told.server, talk.serverBytes);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aConversationPickedUpInTheMiddleIsToldFromThere(long seed) {
        RandomTalk talk = new RandomTalk(seed).beheaded().shuffled(1 + (int) (seed % 10));
        ToldStreams told = run(talk);
        assertThat(told.connections == 0 || !told.fromStart).isTrue();
        assertEndsLike(told.client, talk.clientBytes);
        assertEndsLike(told.server, talk.serverBytes);
    }

    private static void assertToldWhole(RandomTalk talk) {
        ToldStreams told = run(talk);
        assertThat(told.connections).isEqualTo(1);
        assertThat(told.fromStart).isTrue();
        assertThat(told.tainted).isFalse();
        assertThat(told.client.missing.isEmpty() && told.server.missing.isEmpty())
                .isTrue();
        assertThat(told.client.bytes()).isEqualTo(talk.clientBytes);
        assertThat(told.server.bytes()).isEqualTo(talk.serverBytes);
        assertThat(told.endings).containsExactly("FINISHED");
    }

    /** Every byte told is the one that was sent there; the last gap may count a FIN that was not captured. */
    private static void assertFits(ToldStreams.Stream told, byte[] sent) {
        assertThat(told.bytes().length).isLessThanOrEqualTo(sent.length + 1);
        assertThat(told.bytes()).isEqualTo(seenThrough(told, sent, 0));
    }

    /** All of it is acknowledged in the end, so what is told reaches to the last byte. */
    private static void assertEndsLike(ToldStreams.Stream told, byte[] sent) {
        int from = sent.length - told.bytes().length;
        assertThat(from).isGreaterThanOrEqualTo(0);
        assertThat(told.bytes()).isEqualTo(seenThrough(told, sent, from));
    }

    /** What was sent, with zeros where something is missing. */
    private static byte[] seenThrough(ToldStreams.Stream told, byte[] sent, int from) {
        byte[] expected = Arrays.copyOfRange(sent, from, from + told.bytes().length);
        told.missing.stream().forEach(i -> expected[i] = 0);
        return expected;
    }

    private static ToldStreams run(RandomTalk talk) {
        ToldStreams told = new ToldStreams();
        TcpTracker tracker = new TcpTracker(Bench.limits(64, 64, 1 << 22, 1 << 20), port -> port == 8888, told::opened);
        FrameBatch batch = new FrameBatch();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        long nanos = Bench.START;
        batch.begin(buffer, Bench.ETHERNET);
        for (Packet packet : talk.packets) {
            byte[] frame = packet.ethernet();
            nanos += Bench.MILLI;
            batch.add(buffer.position(), frame.length, frame.length, nanos);
            buffer.put(frame);
            if (batch.size() == FRAMES_BETWEEN_BATCHES) {
                tracker.accept(batch);
                batch.begin(buffer.clear(), Bench.ETHERNET);
            }
        }
        tracker.accept(batch);
        tracker.finish();
        assertThat(tracker.counters().heldBytes()).isZero();
        return told;
    }
}
