package org.activerouter.capture.tcp;

import org.jspecify.annotations.Nullable;

/**
 * An established connection at one moment.
 *
 * @param facts where it stands
 * @param listener who has been told its bytes, all of those that are acknowledged unless there is a doubt; null if nobody wanted them or
 *     none were seen yet
 * @param fromStart whether every byte of it was seen
 * @param doubt why it cannot be taken over; null if it can
 */
public record Established(
        TakeoverFacts facts,
        @Nullable StreamListener listener,
        boolean fromStart,
        @Nullable Doubt doubt) {}
