package org.activerouter.proxy.takeover;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One of the two sockets that take the place of a connection: it is one end of the connection towards the other, its peer.
 *
 * @param local the end that it is
 * @param remote its peer
 * @param sendSequence of the first byte that the peer has not acknowledged
 * @param receiveSequence the next byte it expects: behind what the end it stands for has acknowledged, and what is known of that which
 *     was under way to it
 * @param mss the largest segment that the peer takes
 * @param scaling how windows are scaled; null if they are not
 * @param sack whether selective acknowledgements are used
 * @param timestamp the first timestamp it sends, even; empty if none are used
 * @param peerWindow bytes that the peer had room for
 * @param ownWindow bytes that the end it stands for had room for
 * @param repeated bytes that the end it stands for has sent and the peer has not acknowledged, which the socket answers for
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
        int ownWindow,
        ByteBuffer repeated) {
    /**
     * Window scaling (RFC 7323 section 2).
     *
     * @param peer by how many bits the peer's windows are shifted
     * @param own by how many those of the end that the socket stands for are
     */
    record Scaling(int peer, int own) {}
}
