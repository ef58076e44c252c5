package org.activerouter.analyzer;

import org.activerouter.analyzer.protocol.Standing;
import org.activerouter.capture.tcp.Doubt;
import org.activerouter.capture.tcp.TakeoverFacts;
import org.jspecify.annotations.Nullable;

/**
 * An established connection at one moment: all that is needed to take its place between its two ends.
 *
 * @param protocol id of what is spoken on it, empty if that is not known
 * @param facts its ends and where their sequence numbers stand; a SYN that was not seen is empty there
 * @param doubt why it cannot be taken over; null if it can
 * @param conversation where the conversation stands at the acknowledged byte of each direction; null if that is not known, so that the
 *     connection can only be passed on byte for byte
 */
public record StandingConnection(
        String protocol,
        TakeoverFacts facts,
        @Nullable Doubt doubt,
        @Nullable Standing conversation) {
    /** Whether taking it over loses and changes nothing. */
    public boolean isSound() {
        return doubt == null;
    }

    /** Whether what is said on it cannot be read: it is compressed, or the reader is out of step. */
    public boolean isOpaque() {
        return conversation == null || conversation.isOpaque();
    }
}
