package org.activerouter.proxy.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.junit.jupiter.api.Test;

class ConntrackMessageTest {
    /** An answer as Linux gives it, little-endian: 10.82.2.2:40000 to 10.82.1.10:8888, established, with shifts of 10 and 9. */
    private static final String ANSWER = """
            ac000000 0001 0000 00000000 00000000 02000000
            3400 0180 1400 0180 0800 0100 0a520202 0800 0200 0a52010a
              1c00 0280 0500 0100 06000000 0600 0200 9c40 0000 0600 0300 22b8 0000
            3400 0280 1400 0180 0800 0100 0a52010a 0800 0200 0a520202
              1c00 0280 0500 0100 06000000 0600 0200 22b8 0000 0600 0300 9c40 0000
            3000 0480 2c00 0180 0500 0100 03000000 0500 0200 0a000000 0500 0300 09000000
              0600 0400 2300 0000 0600 0500 2300 0000
            """;

    private static Endpoint endpoint(String address, int port) {
        try {
            return new Endpoint(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static final Endpoint CLIENT = endpoint("10.82.2.2", 40_000);
    private static final Endpoint SERVER = endpoint("10.82.1.10", 8888);

    private static byte[] answer() {
        return HexFormat.of().parseHex(ANSWER.replaceAll("\\s", ""));
    }

    @Test
    void readsWhatTheEndsAgreedOn() {
        Tracked tracked = ConntrackMessage.read(ByteBuffer.wrap(answer()), SERVER);

        FlowKey flow = new FlowKey(CLIENT, SERVER);
        assertThat(tracked).isEqualTo(new Tracked(flow, flow, true, OptionalInt.of(10), OptionalInt.of(9), true));
    }

    @Test
    void aConnectionThatWasMetWhenItsServerSpokeHasTheSameTwoEnds() {
        Tracked tracked = ConntrackMessage.read(ByteBuffer.wrap(answer()), CLIENT);

        FlowKey flow = new FlowKey(/* client= */ SERVER, /* server= */ CLIENT);
        assertThat(tracked).isEqualTo(new Tracked(flow, flow, true, OptionalInt.of(9), OptionalInt.of(10), true));
    }

    @Test
    void asksForThePacketsOfTheServer() {
        ByteBuffer question =
                ByteBuffer.allocate(ConntrackMessage.QUESTION_BYTES).order(ByteOrder.nativeOrder());
        ConntrackMessage.question(question, new FlowKey(CLIENT, SERVER), true);

        assertThat(question.remaining()).isZero();
        assertThat(question.getInt(0)).isEqualTo(72);
        assertThat(HexFormat.of().formatHex(question.array()))
                .contains("0a52010a")
                .contains("22b8")
                .endsWith("9c400000");
    }

    @Test
    void whateverIsCutOrChangedIsAtMostNothing() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = answer();
            for (int change = 0; change < 3; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            ConntrackMessage.read(
                    ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1)).slice(), SERVER);
        }
    }
}
