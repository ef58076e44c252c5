package org.activerouter.capture.tcp;

import org.jspecify.annotations.Nullable;

/** Something that can wait in one {@link DueQueue}; the queue's links lie in it, so that waiting costs no object. */
abstract class Linked {
    @Nullable
    Linked earlier;

    @Nullable
    Linked later;

    @Nullable
    DueQueue queue;

    long due;
}
