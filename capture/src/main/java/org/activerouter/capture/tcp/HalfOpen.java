package org.activerouter.capture.tcp;

/** A connection of which no data was seen: its beginning only. Small, because a flood of SYNs makes many. */
final class HalfOpen extends Entry {
    final Handshake handshake = new Handshake();

    HalfOpen(Segment first) {
        super(first);
    }
}
