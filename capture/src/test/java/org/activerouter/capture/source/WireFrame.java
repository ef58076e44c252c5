package org.activerouter.capture.source;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Makes small frames of every shape that the filter has to tell apart. */
final class WireFrame {
    private static final int ETHERNET_BYTES = 14;
    private static final int TCP = 6;
    private static final int UDP = 17;

    private WireFrame() {}

    static byte[] ipv4Tcp(int sourcePort, int destinationPort) {
        return ethernet(0x0800, ipv4(TCP, 0, ports(sourcePort, destinationPort)));
    }

    static byte[] ipv4Udp(int sourcePort, int destinationPort) {
        return ethernet(0x0800, ipv4(UDP, 0, ports(sourcePort, destinationPort)));
    }

    /** A later fragment; its payload looks like the ports that are given. */
    static byte[] ipv4Fragment(int protocol, int sourcePort, int destinationPort) {
        return ethernet(0x0800, ipv4(protocol, 100, ports(sourcePort, destinationPort)));
    }

    static byte[] ipv6Tcp(int sourcePort, int destinationPort) {
        return ethernet(0x86DD, ipv6(TCP, ports(sourcePort, destinationPort)));
    }

    static byte[] ipv6Udp(int sourcePort, int destinationPort) {
        return ethernet(0x86DD, ipv6(UDP, ports(sourcePort, destinationPort)));
    }

    /** An extension header in front of TCP: 0 hop-by-hop, 43 routing, 44 fragment, 60 destination options. */
    static byte[] ipv6Extended(int extensionHeader, int sourcePort, int destinationPort) {
        byte[] tcp = ports(sourcePort, destinationPort);
        byte[] extended = new byte[8 + tcp.length];
        extended[0] = TCP;
        System.arraycopy(tcp, 0, extended, 8, tcp.length);
        return ethernet(0x86DD, ipv6(extensionHeader, extended));
    }

    static byte[] arp() {
        return ethernet(0x0806, new byte[46]);
    }

    /** The frame with a VLAN tag put in front of what it carries. */
    static byte[] tagged(int tagProtocol, int vlan, byte[] frame) {
        ByteBuffer tagged = ByteBuffer.allocate(frame.length + 4);
        tagged.put(frame, 0, 12).putShort((short) tagProtocol).putShort((short) vlan);
        tagged.put(frame, 12, frame.length - 12);
        return tagged.array();
    }

    /** What the frame carries: as it is seen where there is no link layer. */
    static byte[] withoutLinkLayer(byte[] frame) {
        return Arrays.copyOfRange(frame, ETHERNET_BYTES, frame.length);
    }

    private static byte[] ethernet(int type, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(Math.max(60, ETHERNET_BYTES + payload.length));
        frame.put(new byte[] {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2}).putShort((short) type);
        return frame.put(payload).array();
    }

    private static byte[] ipv4(int protocol, int fragmentOffset, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(20 + payload.length);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) packet.capacity());
        packet.putShort((short) 1).putShort((short) fragmentOffset);
        packet.put((byte) 64).put((byte) protocol).putShort((short) 0);
        packet.put(new byte[] {(byte) 192, 0, 2, 1}).put(new byte[] {(byte) 192, 0, 2, 2});
        return packet.put(payload).array();
    }

    private static byte[] ipv6(int nextHeader, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(40 + payload.length);
        packet.putInt(0x60000000)
                .putShort((short) payload.length)
                .put((byte) nextHeader)
                .put((byte) 64);
        packet.put(new byte[32]);
        return packet.put(payload).array();
    }

    private static byte[] ports(int source, int destination) {
        return ByteBuffer.allocate(20)
                .putShort((short) source)
                .putShort((short) destination)
                .array();
    }
}
