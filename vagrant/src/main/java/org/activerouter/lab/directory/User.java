package org.activerouter.lab.directory;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is logged in.
 *
 * @param nick unique while the session lives
 * @param address the source address of the connection: where others download from
 * @param port where the user serves files; 0 behind a firewall
 * @param linkType 0 (unknown) to 10
 */
public record User(String nick, Inet4Address address, int port, int linkType) {
    private static final Pattern LOGIN = Pattern.compile("(\\S{1,64}) (\\S+) (\\d{1,5}) \"[^\"]*\" (\\d{1,2})( .*)?");

    /** Reads a log-in, {@code nick password port "client" speed}; empty when it is not one. */
    public static Optional<User> of(String login, Inet4Address address) {
        Matcher fields = LOGIN.matcher(login);
        return fields.matches()
                ? Optional.of(new User(
                        fields.group(1), address, Integer.parseInt(fields.group(3)), Integer.parseInt(fields.group(4))))
                : Optional.empty();
    }

    /** Others cannot connect to this user. */
    public boolean firewalled() {
        return port == 0;
    }

    /** The address as results carry it: the dotted quad read as a little-endian number. */
    public long addressNumber() {
        return Integer.toUnsignedLong(ByteBuffer.wrap(address.getAddress())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt());
    }
}
