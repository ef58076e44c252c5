package org.activerouter.capture.tcp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One TCP segment in the making; every method gives a changed copy. {@link #ethernet} makes the frame. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Packet(
        String source,
        int sourcePort,
        String destination,
        int destinationPort,
        int seq,
        int ack,
        int flags,
        int window,
        byte[] options,
        byte[] data) {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int PSH = 8;
    static final int ACK = 16;
    static final int URG = 32;

    Packet data(byte[] bytes) {
        return new Packet(source, sourcePort, destination, destinationPort, seq, ack, flags, window, options, bytes);
    }

    Packet data(String text) {
        return data(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Packet flags(int bits) {
        return new Packet(source, sourcePort, destination, destinationPort, seq, ack, bits, window, options, data);
    }

    Packet and(int bits) {
        return flags(flags | bits);
    }

    Packet ack(int number) {
        return new Packet(
                source, sourcePort, destination, destinationPort, seq, number, flags | ACK, window, options, data);
    }

    Packet window(int raw) {
        return new Packet(source, sourcePort, destination, destinationPort, seq, ack, flags, raw, options, data);
    }

    /** Options as they stand in the header; padded to whole words. */
    Packet options(int... bytes) {
        byte[] padded = new byte[(bytes.length + 3) / 4 * 4];
        for (int i = 0; i < bytes.length; i++) {
            padded[i] = (byte) bytes[i];
        }
        return new Packet(source, sourcePort, destination, destinationPort, seq, ack, flags, window, padded, data);
    }

    /** NOP, NOP, timestamps. */
    Packet stamp(int value) {
        return options(1, 1, 8, 10, value >>> 24, value >>> 16, value >>> 8, value, 0, 0, 0, 0);
    }

    byte[] tcp() {
        ByteBuffer b = ByteBuffer.allocate(20 + options.length + data.length);
        b.putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putInt(seq)
                .putInt(ack);
        b.putShort((short) ((5 + options.length / 4) << 12 | flags))
                .putShort((short) window)
                .putInt(0);
        return b.put(options).put(data).array();
    }

    byte[] ip() {
        return source.contains(":") ? ipv6() : ipv4();
    }

    byte[] ipv4() {
        byte[] tcp = tcp();
        ByteBuffer b = ByteBuffer.allocate(20 + tcp.length);
        b.put((byte) 0x45).put((byte) 0).putShort((short) (20 + tcp.length)).putInt(0x00004000);
        b.put((byte) 64).put((byte) 6).putShort((short) 0).put(address(source)).put(address(destination));
        return b.put(tcp).array();
    }

    byte[] ipv6() {
        byte[] tcp = tcp();
        ByteBuffer b = ByteBuffer.allocate(40 + tcp.length);
        b.putInt(0x60000000).putShort((short) tcp.length).put((byte) 6).put((byte) 64);
        return b.put(address(source)).put(address(destination)).put(tcp).array();
    }

    byte[] ethernet() {
        byte[] ip = ip();
        return ByteBuffer.allocate(14 + ip.length)
                .put(new byte[12])
                .putShort((short) (ip[0] >>> 4 == 4 ? 0x0800 : 0x86DD))
                .put(ip)
                .array();
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
