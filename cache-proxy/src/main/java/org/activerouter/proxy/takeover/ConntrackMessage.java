package org.activerouter.proxy.takeover;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * Messages of {@code linux/netfilter/nfnetlink_conntrack.h}: headers and lengths in the machine's byte order, addresses and ports in
 * the network's. An attribute is {@code <length u16><type u16><data>}, padded to four bytes; some hold attributes.
 */
final class ConntrackMessage {
    static final int QUESTION_BYTES = 72;

    private static final int HEADERS = 20;
    private static final int TYPE_GET = 0x0101;
    private static final int TYPE_NEW = 0x0100;
    private static final int REQUEST = 1;
    private static final byte AF_INET = 2;
    private static final byte TCP = 6;
    private static final int NESTED = 0x8000;

    private static final int TUPLE_ORIGINAL = 1;
    private static final int TUPLE_REPLY = 2;
    private static final int PROTOCOL_INFO = 4;
    private static final int TUPLE_ADDRESSES = 1;
    private static final int TUPLE_PORTS = 2;
    private static final int SOURCE_ADDRESS = 1;
    private static final int DESTINATION_ADDRESS = 2;
    private static final int PROTOCOL_NUMBER = 1;
    private static final int SOURCE_PORT = 2;
    private static final int DESTINATION_PORT = 3;
    private static final int INFO_TCP = 1;
    private static final int SCALE_ORIGINAL = 2;
    private static final int SCALE_REPLY = 3;
    private static final int FLAGS_ORIGINAL = 4;
    private static final int FLAGS_REPLY = 5;

    private static final int OFFERED_SCALE = 1;
    private static final int OFFERED_SACK = 2;
    /** Set where a connection was picked up in the middle. */
    private static final int BE_LIBERAL = 8;

    private ConntrackMessage() {}

    /** Writes the question for a connection, by the packets of its server or of its client. */
    static void question(ByteBuffer out, FlowKey flow, boolean byServer) {
        Endpoint from = byServer ? flow.server() : flow.client();
        Endpoint to = byServer ? flow.client() : flow.server();
        out.order(ByteOrder.nativeOrder());
        out.putInt(QUESTION_BYTES)
                .putShort((short) TYPE_GET)
                .putShort((short) REQUEST)
                .putInt(0)
                .putInt(0);
        out.put(AF_INET).put((byte) 0).putShort((short) 0);
        attribute(out, 52, TUPLE_ORIGINAL | NESTED);
        attribute(out, 20, TUPLE_ADDRESSES | NESTED);
        attribute(out, 8, SOURCE_ADDRESS).put(from.address().getAddress());
        attribute(out, 8, DESTINATION_ADDRESS).put(to.address().getAddress());
        attribute(out, 28, TUPLE_PORTS | NESTED);
        attribute(out, 5, PROTOCOL_NUMBER).putInt(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? TCP : TCP << 24);
        port(attribute(out, 6, SOURCE_PORT), from.port());
        port(attribute(out, 6, DESTINATION_PORT), to.port());
    }

    private static ByteBuffer attribute(ByteBuffer out, int length, int type) {
        return out.putShort((short) length).putShort((short) type);
    }

    private static void port(ByteBuffer out, int port) {
        out.put((byte) (port >> 8)).put((byte) port).putShort((short) 0);
    }

    /**
     * Reads the answer.
     *
     * @param server tells the two ends apart, where tracking began with a packet of the server
     * @return null if it knows of no such connection
     */
    static @Nullable Tracked read(ByteBuffer in, Endpoint server) {
        in.order(ByteOrder.nativeOrder());
        if (in.limit() < HEADERS || Short.toUnsignedInt(in.getShort(4)) != TYPE_NEW) {
            return null;
        }
        ByteBuffer all = in.slice(HEADERS, in.limit() - HEADERS).order(ByteOrder.nativeOrder());
        FlowKey original = tuple(Attributes.find(all, TUPLE_ORIGINAL));
        FlowKey reply = tuple(Attributes.find(all, TUPLE_REPLY));
        ByteBuffer info = Attributes.find(all, PROTOCOL_INFO);
        ByteBuffer tcp = info == null ? null : Attributes.find(info, INFO_TCP);
        if (original == null || reply == null || tcp == null) {
            return null;
        }
        boolean serverFirst = original.client().equals(server);
        FlowKey fromClient = serverFirst ? reply : original;
        FlowKey fromServer = serverFirst ? original : reply;
        return tracked(fromClient, turned(fromServer), tcp, serverFirst);
    }

    private static Tracked tracked(FlowKey original, FlowKey answered, ByteBuffer tcp, boolean serverFirst) {
        int flags = number(Attributes.find(tcp, FLAGS_ORIGINAL));
        int otherFlags = number(Attributes.find(tcp, FLAGS_REPLY));
        OptionalInt scale = scale(flags, Attributes.find(tcp, SCALE_ORIGINAL));
        OptionalInt otherScale = scale(otherFlags, Attributes.find(tcp, SCALE_REPLY));
        return new Tracked(
                original,
                answered,
                ((flags | otherFlags) & BE_LIBERAL) == 0,
                serverFirst ? otherScale : scale,
                serverFirst ? scale : otherScale,
                (flags & otherFlags & OFFERED_SACK) != 0);
    }

    private static OptionalInt scale(int flags, @Nullable ByteBuffer shift) {
        return (flags & OFFERED_SCALE) == 0 ? OptionalInt.empty() : OptionalInt.of(number(shift));
    }

    private static int number(@Nullable ByteBuffer first) {
        return first == null || first.limit() == 0 ? 0 : first.get(0) & 0xFF;
    }

    private static FlowKey turned(FlowKey flow) {
        return new FlowKey(/* client= */ flow.server(), /* server= */ flow.client());
    }

    /** Who sends is taken for the client. */
    private static @Nullable FlowKey tuple(@Nullable ByteBuffer tuple) {
        ByteBuffer addresses = tuple == null ? null : Attributes.find(tuple, TUPLE_ADDRESSES);
        ByteBuffer ports = tuple == null ? null : Attributes.find(tuple, TUPLE_PORTS);
        if (addresses == null || ports == null) {
            return null;
        }
        Endpoint from = endpoint(Attributes.find(addresses, SOURCE_ADDRESS), Attributes.find(ports, SOURCE_PORT));
        Endpoint to =
                endpoint(Attributes.find(addresses, DESTINATION_ADDRESS), Attributes.find(ports, DESTINATION_PORT));
        return from == null || to == null ? null : new FlowKey(from, to);
    }

    private static @Nullable Endpoint endpoint(@Nullable ByteBuffer address, @Nullable ByteBuffer port) {
        if (address == null || address.limit() != 4 || port == null || port.limit() < 2) {
            return null;
        }
        byte[] bytes = new byte[4];
        address.get(0, bytes);
        try {
            return new Endpoint(
                    InetAddress.getByAddress(bytes),
                    Short.toUnsignedInt(port.order(ByteOrder.BIG_ENDIAN).getShort(0)));
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }
}
