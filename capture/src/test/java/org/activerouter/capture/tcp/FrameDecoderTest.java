package org.activerouter.capture.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of all link types, as bytes; what is not a whole TCP segment is counted as what it is. */
class FrameDecoderTest {
    private static final int ETHERNET_HEADER = 14;

    private final Talk talk = new Talk();
    private final Talk talk6 = new Talk("2001:db8::1", 40_000, "2001:db8::2", 8888, 1, 2);
    private final Packet query = talk.fromClient(1, 1).data("query");
    private final Bench bench = new Bench();

    private TcpCounters after(byte[] frame) {
        return bench.frame(frame).counters();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] withShort(byte[] frame, int at, int value) {
        return ByteBuffer.wrap(frame.clone()).putShort(at, (short) value).array();
    }

    private static byte[] withByte(byte[] frame, int at, int value) {
        return ByteBuffer.wrap(frame.clone()).put(at, (byte) value).array();
    }

    /** A whole conversation behind a link-layer header of one's choice. */
    private void assertTold(Talk who, int linkType, byte[] header) {
        bench.linkType(linkType);
        Packet[] packets = {
            who.syn(),
            who.synAck(),
            who.fromClient(1, 1).data("query"),
            who.fromServer(1, 6).data("answer"),
            who.fromClient(6, 7)
        };
        for (Packet packet : packets) {
            bench.frame(join(header, packet.ip()));
        }
        assertThat(bench.events).hasSize(3).endsWith("client: query", "server: answer");
        assertThat(bench.counters().segments()).isEqualTo(5);
        assertThat(bench.counters().packets()).isEqualTo(5);
    }

    @Test
    void ethernet() {
        assertTold(talk, 1, join(new byte[12], bytes(8, 0)));
    }

    @Test
    void ethernetWithIpv6() {
        assertTold(talk6, 1, join(new byte[12], bytes(0x86, 0xDD)));
        assertThat(bench.events.getFirst())
                .isEqualTo("opened [2001:db8:0:0:0:0:0:1]:40000 > [2001:db8:0:0:0:0:0:2]:8888");
    }

    @Test
    void vlanTag() {
        assertTold(talk, 1, join(new byte[12], bytes(0x81, 0, 0, 5, 8, 0)));
    }

    @Test
    void stackOfVlanTags() {
        assertTold(talk, 1, join(new byte[12], bytes(0x88, 0xA8, 0, 5, 0x91, 0, 0, 6, 0x81, 0, 0, 7, 8, 0)));
    }

    @Test
    void linuxCookedVersionOne() {
        assertTold(talk, 113, join(new byte[14], bytes(8, 0)));
    }

    @Test
    void linuxCookedVersionTwo() {
        assertTold(talk, 276, join(bytes(8, 0), new byte[18]));
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 14, 101, 228})
    void rawIp(int linkType) {
        assertTold(talk, linkType, new byte[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 14, 101, 229})
    void rawIpv6(int linkType) {
        assertTold(talk6, linkType, new byte[0]);
    }

    @Test
    void loopbackWithTheFamilyInEitherByteOrder() {
        assertTold(talk, 0, bytes(2, 0, 0, 0));
    }

    @Test
    void loopbackInNetworkByteOrder() {
        assertTold(talk, 108, bytes(0, 0, 0, 2));
    }

    @Test
    void anUnknownLinkTypeIsCounted() {
        assertThat(bench.linkType(105).frame(query.ip()).counters().otherFrames())
                .isEqualTo(1);
    }

    @Test
    void bothDirectionsAndBothFamiliesAreDifferentConnectionsOnlyIfTheirEndsAre() {
        bench.feed(talk.handshake())
                .feed(talk6.handshake())
                .feed(new Talk("10.0.0.2", 40_000, "10.0.0.1", 8888, 1, 2).syn());
        assertThat(bench.counters().halfOpen()).isEqualTo(3);
    }

    @Test
    void ethernetPaddingIsNoPayload() {
        bench.feed(talk.handshake()).frame(join(query.ethernet(), new byte[9])).feed(talk.fromServer(1, 6));
        assertThat(bench.events).endsWith("client: query");
        assertThat(bench.counters().outOfWindow()).isZero();
    }

    @Test
    void ipv4OptionsAreSkipped() {
        byte[] ip = query.ip();
        byte[] header =
                withByte(withShort(ByteBuffer.wrap(ip, 0, 20).slice().array().clone(), 2, ip.length + 4), 0, 0x46);
        byte[] packet = join(Arrays.copyOf(header, 20), bytes(1, 1, 1, 0), query.tcp());
        bench.feed(talk.handshake()).linkType(101).frame(packet).linkType(1).feed(talk.fromServer(1, 6));
        assertThat(bench.events).endsWith("client: query");
    }

    @Test
    void aTotalLengthOfZeroFromSegmentationOffloadMeansTheWholeFrame() {
        bench.feed(talk.handshake())
                .frame(withShort(query.ethernet(), ETHERNET_HEADER + 2, 0))
                .feed(talk.fromServer(1, 6));
        assertThat(bench.events).endsWith("client: query");
    }

    @Test
    void anIpv6PayloadLengthOfZeroMeansTheWholeFrame() {
        bench.feed(talk6.handshake());
        bench.frame(withShort(talk6.fromClient(1, 1).data("big").ethernet(), ETHERNET_HEADER + 4, 0));
        bench.feed(talk6.fromServer(1, 4));
        assertThat(bench.events).endsWith("client: big");
    }

    @Test
    void ipv6ExtensionHeadersAreSkipped() {
        byte[] extensions = join(
                bytes(43, 0, 1, 4, 0, 0, 0, 0), // hop by hop, then routing
                bytes(51, 0, 0, 0, 0, 0, 0, 0), // routing, then authentication
                bytes(60, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), // authentication of 12 bytes, then destination
                bytes(44, 0, 1, 4, 0, 0, 0, 0), // destination, then fragment
                bytes(6, 0, 0, 0, 0, 0, 0, 9)); // a fragment header of a whole packet, then TCP
        bench.feed(talk6.handshake())
                .linkType(101)
                .frame(extended(extensions))
                .linkType(1)
                .feed(talk6.fromServer(1, 6));
        assertThat(bench.events).endsWith("client: query");
    }

    private byte[] extended(byte[] extensions) {
        byte[] ip = talk6.fromClient(1, 1).data("query").ip();
        byte[] header = withShort(withByte(Arrays.copyOf(ip, 40), 6, 0), 4, extensions.length + ip.length - 40);
        return join(header, extensions, Arrays.copyOfRange(ip, 40, ip.length));
    }

    @Test
    void anEndlessChainOfExtensionHeadersIsMalformed() {
        byte[] chain = new byte[8 * 40];
        assertThat(bench.linkType(101).frame(extended(chain)).counters().malformed())
                .isEqualTo(1);
    }

    @Test
    void anEndlessStackOfTagsIsMalformed() {
        byte[] tags = new byte[4 * 40];
        for (int i = 0; i < tags.length; i += 4) {
            tags[i] = (byte) 0x81;
        }
        assertThat(after(join(new byte[12], tags, query.ip())).malformed()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x2000, 0x0001, 0x1FFF, 0x3FFF})
    void ipv4FragmentsAreCounted(int fragment) {
        assertThat(after(withShort(query.ethernet(), ETHERNET_HEADER + 6, fragment))
                        .fragments())
                .isEqualTo(1);
        assertThat(bench.counters().segments()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 0xFFF9})
    void ipv6FragmentsAreCounted(int fragment) {
        byte[] chain = bytes(44, 0, 1, 4, 0, 0, 0, 0, 6, 0, fragment >>> 8, fragment, 0, 0, 0, 9);
        assertThat(bench.linkType(101).frame(extended(chain)).counters().fragments())
                .isEqualTo(1);
    }

    @Test
    void whatIsNotTcpIsCounted() {
        after(withByte(query.ethernet(), ETHERNET_HEADER + 9, 17));
        after(withShort(query.ethernet(), 12, 0x0806));
        after(withByte(talk6.syn().ethernet(), ETHERNET_HEADER + 6, 58));
        bench.linkType(101).frame(bytes(0x50, 0, 0, 0));
        assertThat(bench.counters().otherFrames()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0x44", // a header of 16 bytes
        "0, 0x55", // version 5
        "0, 0x4F", // a header longer than the packet's total
        "3, 19", // a total length that ends in the header
        "3, 200", // a total length beyond the frame
        "32, 0x40", // a TCP header of 16 bytes
        "32, 0xF0" // a TCP header longer than the packet
    })
    void headersThatContradictThemselvesAreMalformed(int at, String value) {
        assertThat(after(withByte(query.ethernet(), ETHERNET_HEADER + at, Integer.decode(value)))
                        .malformed())
                .isEqualTo(1);
        assertThat(bench.counters().segments()).isZero();
    }

    @Test
    void anIpv6PayloadBeyondTheFrameIsMalformed() {
        assertThat(after(withShort(talk6.syn().ethernet(), ETHERNET_HEADER + 4, 9999))
                        .malformed())
                .isEqualTo(1);
    }

    @Test
    void aSegmentFromAnEndToItselfIsMalformed() {
        assertThat(after(new Talk("10.0.0.1", 7, "10.0.0.1", 7, 1, 2).syn().ethernet())
                        .malformed())
                .isEqualTo(1);
    }

    @Test
    void headersCutByTheSnapLengthAreTruncated() {
        byte[] frame = query.stamp(1).ethernet();
        int headers = frame.length - query.data().length;
        for (int captured = 0; captured < headers; captured++) {
            bench.frame(frame, captured, frame.length);
        }
        assertThat(bench.counters().truncated()).isEqualTo(headers);
        assertThat(bench.counters().segments()).isZero();
        assertThat(bench.counters().malformed()).isZero();
    }

    @Test
    void bytesAreCountedAsOnTheWire() {
        byte[] frame = query.ethernet();
        assertThat(bench.frame(frame, frame.length - 2, frame.length).counters().bytes())
                .isEqualTo(frame.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0})
    void aLengthOnTheWireThatCannotBeIsTakenForWhatWasCaptured(int wire) {
        byte[] frame = query.ethernet();
        bench.feed(talk.handshake());
        long before = bench.counters().bytes();
        bench.frame(frame, frame.length, wire).feed(talk.fromServer(1, 6));
        assertThat(bench.events).endsWith("client: query");
        assertThat(bench.counters().bytes() - before)
                .isEqualTo(frame.length + talk.fromServer(1, 6).ethernet().length);
    }

    @ParameterizedTest
    @CsvSource({"''", "0", "8", "8;1", "8;11", "1;1;1;8", "2;4;5", "9;0", "9;1", "3;9;1", "1;1;1;1;1;1;1;1", "5;255;1;1"
    })
    void brokenOptionsDoNoHarm(String list) {
        int[] raw = list.isEmpty()
                ? new int[0]
                : Arrays.stream(list.split(";")).mapToInt(Integer::parseInt).toArray();
        bench.feed(talk.syn().options(raw), talk.synAck().options(raw), query.options(raw), talk.fromServer(1, 6));
        assertThat(bench.events).endsWith("client: query");
    }
}
