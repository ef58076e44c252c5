package org.activerouter.analyzer.opennap;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a client says when it logs in (types 2 and 6): {@code nick password port "client" speed [email build ... compression]}.
 * The password is never taken.
 *
 * @param nick its name as it was written, one character a byte; of a longer one than servers take only the beginning
 * @param port where others can fetch from; 0 behind a firewall, or if the number is no port
 * @param linkType its speed class, 0 (unknown) to 10
 * @param asksCompression whether it asks for both directions to become a zlib stream (field 8)
 */
public record LogIn(String nick, int port, int linkType, boolean asksCompression) {
    /** Real servers allow some twenty characters; this bounds what a hostile client can make us keep. */
    private static final int MAX_NICK = 64;

    private static final int MAX_LINK_TYPE = 10;
    private static final int FIELDS_FROM_PORT_TO_SPEED = 2;
    private static final int FIELDS_FROM_SPEED_TO_COMPRESSION = 3;

    /** Reads the data of a log-in; null if it is none. */
    public static @Nullable LogIn read(ByteBuffer data, int offset, int length) {
        Fields fields = new Fields(data, offset, length);
        if (!fields.nextBare()) {
            return null;
        }
        String nick = fields.text(MAX_NICK);
        if (!fields.next() || !fields.nextBare()) {
            return null;
        }
        long port = fields.number();
        if (port < 0 || !fields.skip(FIELDS_FROM_PORT_TO_SPEED)) {
            return null;
        }
        long linkType = fields.number();
        if (linkType < 0) {
            return null;
        }
        return new LogIn(
                nick,
                port > 0xFFFF ? 0 : (int) port,
                linkType > MAX_LINK_TYPE ? 0 : (int) linkType,
                asksCompression(fields));
    }

    /** The nick for people: without control characters. */
    public String shownNick() {
        return WireText.printable(nick);
    }

    private static boolean asksCompression(Fields fields) {
        return fields.skip(FIELDS_FROM_SPEED_TO_COMPRESSION) && isLevel(fields);
    }

    /** Whether the server's answer to a log-in (type 3), {@code email} or {@code "email" level}, grants compression. */
    public static boolean grantsCompression(ByteBuffer data, int offset, int length) {
        Fields fields = new Fields(data, offset, length);
        return fields.skip(2) && isLevel(fields);
    }

    private static boolean isLevel(Fields field) {
        return field.number() >= 1 && field.number() <= 9;
    }
}
