package org.activerouter.capture.tcp;

/**
 * Where the packet starts in a frame of one of libpcap's link types, and where its EtherType stands.
 *
 * @param headerLength bytes before the packet, without VLAN tags
 * @param typeOffset where the EtherType stands; {@link #NO_TYPE} where only the packet itself tells what it is
 * @param readable whether we know this link type at all
 */
record LinkLayer(int headerLength, int typeOffset, boolean readable) {
    static final int NO_TYPE = -1;

    private static final LinkLayer ETHERNET = new LinkLayer(14, 12, true);
    private static final LinkLayer COOKED_V1 = new LinkLayer(16, 14, true);
    private static final LinkLayer COOKED_V2 = new LinkLayer(20, 0, true);
    private static final LinkLayer RAW = new LinkLayer(0, NO_TYPE, true);
    /** Four bytes of address family, whose numbers differ by system; the packet's own version says the same. */
    private static final LinkLayer LOOPBACK = new LinkLayer(4, NO_TYPE, true);

    private static final LinkLayer UNKNOWN = new LinkLayer(0, NO_TYPE, false);

    /** By libpcap's DLT number. */
    static LinkLayer of(int dlt) {
        return switch (dlt) {
            case 1 -> ETHERNET;
            case 113 -> COOKED_V1;
            case 276 -> COOKED_V2;
            case 12, 14, 101, 228, 229 -> RAW;
            case 0, 108 -> LOOPBACK;
            default -> UNKNOWN;
        };
    }
}
