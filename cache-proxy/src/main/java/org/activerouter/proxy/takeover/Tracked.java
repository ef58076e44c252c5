package org.activerouter.proxy.takeover;

import java.util.OptionalInt;
import org.activerouter.capture.FlowKey;

/**
 * What the kernel's connection tracking knows of a connection. It remembers what the ends agreed on if it saw them do so, also
 * where a capture began later; and it knows whether somebody translates addresses.
 *
 * @param original the connection as its client sees it
 * @param answered the connection as its server sees it
 * @param handshakeSeen whether the rest is known
 * @param clientScale by how many bits the client's windows are shifted; empty if it offered none
 * @param serverScale the same of the server's
 * @param selective whether both offered selective acknowledgements
 */
record Tracked(
        FlowKey original,
        FlowKey answered,
        boolean handshakeSeen,
        OptionalInt clientScale,
        OptionalInt serverScale,
        boolean selective) {}
