package org.activerouter.capture;

/** A moment of a source, between what was captured before it and what comes after. Asked by the thread that reads the source. */
@FunctionalInterface
public interface CaptureMark {
    /** Whether every frame that had been captured before this moment has been given; asked between two calls of {@link FrameSource#next}. */
    boolean reached();

    /**
     * Until when frames were lost before it, as late as that can have been; nanoseconds since 1970. Known when it is reached.
     *
     * @return {@link Long#MIN_VALUE} if none ever was
     */
    default long lostNanos() {
        return Long.MIN_VALUE;
    }
}
