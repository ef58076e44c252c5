package org.activerouter.proxy.takeover;

import java.net.InetSocketAddress;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One of the two sockets that take the place of a connection: it is one end of the connection towards the other, its peer.
 *
 * @param local the end that it is
 * @param remote its peer
 * @param sendSequence the next byte it sends is the first that the peer has not acknowledged
 * @param receiveSequence the next byte it expects is the first that the end it stands for has not acknowledged
 * @param mss the largest segment that the peer takes
 * @param scaling how windows are scaled; null if they are not
 * @param sack whether selective acknowledgements are used
 * @param timestamp the first timestamp it sends, even; empty if none are used
 * @param peerWindow bytes that the peer had room for
 * @param ownWindow bytes that the end it stands for had room for
 */
record Half(
        InetSocketAddress local,
        InetSocketAddress remote,
        long sendSequence,
        long receiveSequence,
        int mss,
        @Nullable Scaling scaling,
        boolean sack,
        OptionalLong timestamp,
        int peerWindow,
        int ownWindow) {
    /**
     * Window scaling (RFC 7323 section 2).
     *
     * @param peer by how many bits the peer's windows are shifted
     * @param own by how many those of the end that the socket stands for are
     */
    record Scaling(int peer, int own) {}
}
