package org.activerouter.proxy.relay;

import java.util.Locale;

/** Why a connection was refused or a session ended by the service. */
enum Refusal {
    /** It came to the door by itself, or the kernel sent it for a server that this service does not know. */
    NOT_REDIRECTED,
    /** As many sessions as are allowed in all. */
    CONNECTIONS,
    /** As many sessions as are allowed for one client address. */
    CONNECTIONS_PER_ADDRESS,
    /** Four fifths of the process's descriptors are in use; the rest is kept for changing the rules. */
    DESCRIPTORS,
    /** Too many bytes wait for slow readers. */
    QUEUED_IN_ALL,
    /** Silent for too long. */
    IDLE,
    /** The server refused the connection, or nothing leads to it. */
    CONNECT_FAILED,
    /** The server did not answer in time. */
    CONNECT_TIMEOUT,
    /** The kernel could not give the connection to us. */
    ACCEPT_FAILED,
    /** A taken-over session's socket was left in TIME_WAIT: its client does not get through from the same port for a minute. */
    TIME_WAIT,
    /** A fault of the service itself; the log has it. */
    INTERNAL;

    /** As status shows it. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
