package org.activerouter.proxy.http;

/** Where a client's session stands. */
enum Phase {
    /** Nothing was understood yet. */
    STRANGE,
    /** No request is under way. */
    READY,
    BUSY,
    /** Bytes pass unread, between the client and one member. */
    TUNNEL,
    /** The last answer was given; what the client still sends is of no interest. */
    LEAVING
}
