package org.activerouter.analyzer.load;

/**
 * Takes each {@link LoadSlice} once it is over. Called on the analysis thread; must not block.
 *
 * <p>A slice is told {@link SliceFeed#LAG_NANOS 100 ms} after its end by the capture's clock, because what is observed is told
 * when it was acknowledged; while no frame comes the clock moves in steps of 100 ms, so that it may come as much later. What is
 * observed later still is counted into the oldest slice that is not told yet.
 */
public interface SliceSink {
    /** Nobody wants slices; they are not counted, and cost nothing. */
    SliceSink NONE = slice -> {};

    /**
     * One server's slice. Slices in which a server was neither connected to nor asked nor answered, and in which no query
     * waited, are not told. Slices come in the order of their times, except when the capture's stamps have moved.
     */
    void slice(LoadSlice slice);

    /**
     * Every slice that ended until then has been told, of every server. The time goes back only when the capture's stamps have
     * moved: what was measured before does not fit what is measured from then on.
     *
     * @param nanos nanoseconds since 1970
     */
    default void over(long nanos) {}
}
