package org.activerouter.proxy.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.junit.jupiter.api.Test;

/** What packets that are held tell of their senders. */
class HeldSegmentTest {
    private static final int ACK = 0x10;
    private static final int SYN = 0x02;

    private static Endpoint end(int last, int port) {
        try {
            return new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last}), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ByteBuffer packet(int ipWords, int sequence, int ack, int flags) {
        ByteBuffer packet = ByteBuffer.allocate(ipWords * 4 + 20);
        packet.put(0, (byte) (0x40 | ipWords))
                .putShort(2, (short) packet.capacity())
                .put(9, (byte) 6);
        packet.put(12, new byte[] {10, 0, 0, 2}).put(16, new byte[] {10, 0, 0, 1});
        int tcp = ipWords * 4;
        packet.putShort(tcp, (short) 40_000).putShort(tcp + 2, (short) 8888);
        packet.putInt(tcp + 4, sequence).putInt(tcp + 8, ack);
        packet.put(tcp + 12, (byte) 0x50).put(tcp + 13, (byte) flags);
        return packet;
    }

    @Test
    void itTellsItsFlowWhereItBeginsAndWhatItsSenderHasReceived() {
        assertThat(HeldSegment.read(packet(5, 100, -2, ACK)))
                .isEqualTo(new HeldSegment(new FlowKey(end(2, 40_000), end(1, 8888)), 100, 0xFFFF_FFFEL, 0));
    }

    @Test
    void itTellsHowMuchItCarriesThoughOnlyItsBeginningIsThere() {
        ByteBuffer packet = packet(6, 1, 2, ACK).putShort(2, (short) 60_000).put(44 - 20 + 12, (byte) 0x80);
        HeldSegment first = HeldSegment.read(packet);
        assertThat(first.bytes()).isEqualTo(60_000 - 24 - 32);
        assertThat(first.with(first).bytes()).isEqualTo(2 * (60_000 - 24 - 32));
        assertThat(HeldSegment.read(packet.putShort(2, (short) 0)).bytes())
                .as("more than the header can say")
                .isZero();
    }

    @Test
    void optionsOfIpArePassedOver() {
        assertThat(HeldSegment.read(packet(8, 1, 2, ACK)).ack()).isEqualTo(2);
    }

    @Test
    void severalTogetherTellTheLowestBeginningAndTheHighestAcknowledgementAcrossTheWrap() {
        HeldSegment first = HeldSegment.read(packet(5, 5, -1, ACK));
        HeldSegment second = HeldSegment.read(packet(5, -5, 3, ACK));
        assertThat(first.with(second).sequence()).isEqualTo(0xFFFF_FFFBL);
        assertThat(first.with(second).ack()).isEqualTo(3);
        assertThat(second.with(first)).isEqualTo(first.with(second));
    }

    @Test
    void whatHasNoAcknowledgementOrIsNoSegmentTellsNothing() {
        assertThat(HeldSegment.read(packet(5, 1, 2, SYN))).isNull();
        assertThat(HeldSegment.read(packet(5, 1, 2, ACK).put(9, (byte) 17))).isNull();
        assertThat(HeldSegment.read(packet(5, 1, 2, ACK).put(0, (byte) 0x65))).isNull();
    }

    @Test
    void noLengthMakesItReadBeyondTheEnd() {
        ByteBuffer whole = packet(6, 1, 2, ACK);
        for (int length = 0; length < whole.capacity(); length++) {
            assertThat(HeldSegment.read(whole.slice(0, length))).isNull();
        }
        assertThat(HeldSegment.read(packet(5, 1, 2, ACK).put(0, (byte) 0x4F))).isNull();
        assertThat(HeldSegment.read(packet(5, 1, 2, ACK).put(0, (byte) 0x40))).isNull();
    }
}
