package org.activerouter.proxy.balance;

/** Where a new session is made, of a protocol whose clients stay connected and ask many things (directories). */
public enum Sessions {
    /** With the member that is chosen for it, and what it asks goes there too unless it is split. */
    MOVE,
    /** With the server that the client asked for; only what it asks is spread or split. */
    STAY
}
