package org.activerouter.capture.tcp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/** What the tracker remembers under the two ends of a connection. */
abstract sealed class Entry extends Linked permits HalfOpen, Flow, Closed {
    final boolean ipv6;
    final long aTop;
    final long aBottom;
    final long bTop;
    final long bBottom;
    final int ports;
    final int hash;

    /** Clock time of the last segment that was accepted. */
    long lastSeen;

    /** Its number in the {@link FlowTable}, while it is there. */
    int id = FlowTable.NONE;

    /** Perhaps a new connection between the same ends; it takes over once the ends are seen to agree about it. */
    @Nullable
    Entry successor;

    Entry(Segment s) {
        ipv6 = s.ipv6;
        aTop = s.aTop;
        aBottom = s.aBottom;
        bTop = s.bTop;
        bBottom = s.bBottom;
        ports = s.ports;
        hash = s.hash;
    }

    Entry(Entry other) {
        ipv6 = other.ipv6;
        aTop = other.aTop;
        aBottom = other.aBottom;
        bTop = other.bTop;
        bBottom = other.bBottom;
        ports = other.ports;
        hash = other.hash;
        lastSeen = other.lastSeen;
    }

    final boolean isBetween(Segment s) {
        return s.aBottom == aBottom
                && s.bBottom == bBottom
                && s.ports == ports
                && s.aTop == aTop
                && s.bTop == bTop
                && s.ipv6 == ipv6;
    }

    final int portOfA() {
        return ports >>> 16;
    }

    final int portOfB() {
        return ports & 0xFFFF;
    }

    final Endpoint endA() {
        return new Endpoint(address(aTop, aBottom), portOfA());
    }

    final Endpoint endB() {
        return new Endpoint(address(bTop, bBottom), portOfB());
    }

    private InetAddress address(long top, long bottom) {
        byte[] raw = ipv6
                ? ByteBuffer.allocate(16).putLong(top).putLong(bottom).array()
                : ByteBuffer.allocate(4).putInt((int) (bottom >>> 16)).array();
        try {
            return InetAddress.getByAddress(raw);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are always an address", e);
        }
    }
}
