package org.activerouter.capture.tcp;

/**
 * Where the data of one direction begins, from what was seen of its beginning.
 *
 * @param base sequence number of the first byte
 * @param found whether anything tells
 * @param proved whether it is the connection's first byte, not only the first one seen
 */
record Placement(int base, boolean found, boolean proved) {
    /**
     * @param sender who sends in this direction
     * @param receiver the other end
     * @param half holds the data that came so far
     */
    static Placement of(End sender, End receiver, HalfStream half) {
        if (sender.baseKnown) {
            return new Placement(sender.base, true, true);
        }
        // Where the receiver's whole beginning was seen, its lowest acknowledgement is the one that ends the handshake.
        boolean proved = receiver.synSeen && receiver.acking;
        OutOfOrderQueue early = half.early;
        if (early != null) {
            int first = early.first();
            return new Placement(proved ? Seq.earlier(receiver.lowestAck, first) : first, true, proved);
        }
        if (proved) {
            return new Placement(receiver.lowestAck, true, true);
        }
        // Nothing of it was captured: what has been acknowledged lies before our time.
        return receiver.acking
                ? new Placement(receiver.highestAck, true, false)
                : new Placement(sender.end, sender.seen, false);
    }
}
