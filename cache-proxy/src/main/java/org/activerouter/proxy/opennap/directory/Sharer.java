package org.activerouter.proxy.opennap.directory;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.activerouter.proxy.opennap.cache.Asker;

/**
 * Who shares files.
 *
 * @param nick as the client wrote it, one character a byte
 * @param address of its connection; an IPv4 address, as the protocol knows no other
 * @param linkType its speed class
 * @param asker the same client as one that asks
 */
public record Sharer(String nick, InetAddress address, int linkType, Asker asker) {
    /** {@code nick address link-type}, as it ends a search result. */
    byte[] text() {
        byte[] quad = address.getAddress();
        long number = (quad[0] & 0xFFL) | (quad[1] & 0xFFL) << 8 | (quad[2] & 0xFFL) << 16 | (quad[3] & 0xFFL) << 24;
        return (" " + nick + " " + number + " " + linkType).getBytes(StandardCharsets.ISO_8859_1);
    }
}
