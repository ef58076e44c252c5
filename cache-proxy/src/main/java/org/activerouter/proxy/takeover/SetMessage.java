package org.activerouter.proxy.takeover;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.activerouter.capture.Endpoint;

/**
 * Messages of {@code linux/netfilter/ipset/ip_set.h} that put entries into a set of the type hash:ip,port and take them out, as
 * {@code ipset -exist} does: headers and lengths in the machine's byte order, what stands in them in the network's.
 */
final class SetMessage {
    /** As many entries as fit into a message. */
    static final int MOST_ENTRIES = 100;

    static final int MOST_BYTES = 8192;

    private static final int TYPE_ADD = 0x0609;
    private static final int TYPE_DELETE = 0x060A;
    private static final int REQUEST_ACKNOWLEDGED = 1 | 4;
    private static final byte AF_INET = 2;
    private static final byte TCP = 6;
    private static final byte OLDEST_PROTOCOL = 6;
    private static final int NESTED = 0x8000;
    private static final int BIG_ENDIAN = 0x4000;

    private static final int PROTOCOL = 1;
    private static final int NAME = 2;
    private static final int ENTRY = 7;
    private static final int ENTRIES = 8;
    private static final int LINE = 9;
    private static final int ADDRESS = 1;
    private static final int PORT = 4;
    private static final int TIMEOUT = 6;
    private static final int TRANSPORT = 7;

    private SetMessage() {}

    /**
     * Writes: these TCP endpoints come into a set, or begin anew there.
     *
     * @param seconds until they go by themselves; 0 for the set's own time-out, if it has one
     */
    static void add(ByteBuffer out, String set, Collection<Endpoint> endpoints, int seconds) {
        write(out, TYPE_ADD, set, endpoints, seconds);
    }

    /** Writes: they leave it, as far as they are there. */
    static void delete(ByteBuffer out, String set, Collection<Endpoint> endpoints) {
        write(out, TYPE_DELETE, set, endpoints, 0);
    }

    private static void write(ByteBuffer out, int type, String set, Collection<Endpoint> endpoints, int seconds) {
        out.order(ByteOrder.nativeOrder());
        out.putInt(0).putShort((short) type).putShort((short) REQUEST_ACKNOWLEDGED);
        out.putInt(0).putInt(0);
        out.put(AF_INET).put((byte) 0).putShort((short) 0);
        oneByte(out, PROTOCOL, OLDEST_PROTOCOL);
        name(out, set);
        // The kernel wants to know of which line to complain where there may be several entries.
        attribute(out, 8, LINE).putInt(0);
        int entries = out.position();
        attribute(out, 0, ENTRIES | NESTED);
        endpoints.forEach(each -> entry(out, each, seconds));
        out.putShort(entries, (short) (out.position() - entries));
        out.putInt(0, out.position());
    }

    private static void name(ByteBuffer out, String set) {
        byte[] name = set.getBytes(StandardCharsets.US_ASCII);
        attribute(out, 4 + name.length + 1, NAME).put(name).put((byte) 0);
        while (out.position() % 4 != 0) {
            out.put((byte) 0);
        }
    }

    private static void entry(ByteBuffer out, Endpoint endpoint, int seconds) {
        attribute(out, seconds > 0 ? 40 : 32, ENTRY | NESTED);
        attribute(out, 12, ADDRESS | NESTED);
        attribute(out, 8, 1 | BIG_ENDIAN).put(endpoint.address().getAddress());
        attribute(out, 6, PORT | BIG_ENDIAN).put((byte) (endpoint.port() >> 8)).put((byte) endpoint.port());
        out.putShort((short) 0);
        oneByte(out, TRANSPORT, TCP);
        if (seconds > 0) {
            attribute(out, 8, TIMEOUT | BIG_ENDIAN)
                    .order(ByteOrder.BIG_ENDIAN)
                    .putInt(seconds)
                    .order(ByteOrder.nativeOrder());
        }
    }

    private static void oneByte(ByteBuffer out, int type, byte value) {
        attribute(out, 5, type).put(value).put((byte) 0).putShort((short) 0);
    }

    private static ByteBuffer attribute(ByteBuffer out, int length, int type) {
        return out.putShort((short) length).putShort((short) type);
    }
}
