package org.activerouter.manager.policy;

/**
 * What load a server can bear, as far as was seen. Rates are per second.
 *
 * <p>Two figures are kept. <em>Proven</em> is the highest rate of answers while it was well; it fades slowly. <em>Yielded</em>
 * is the highest rate of answers while it was overloaded. A server that is overloaded at a load that it has proven to bear has
 * become slower; then what it yields says nothing about what it will bear when it is itself again.
 */
final class Endurance {
    /** A release must leave some room, or the noise of the next window would end it. */
    static final double ROOM = 0.75;

    /** Per second; halves in an hour. */
    private static final double FADE = Math.pow(0.5, 1 / 3_600.0);

    /** A rate up to this factor over the proven one is not clearly more than was borne. */
    private static final double NOT_CLEARLY_MORE = 1.2;

    private double proven;
    private double yielded;
    private boolean slowed;

    /** The server was well, for so long, with so many answers. */
    void well(double answerRate, double seconds) {
        proven = Math.max(proven * Math.pow(FADE, seconds), answerRate);
    }

    /**
     * The server is overloaded, and a redirect begins.
     *
     * @param queryRate of the window
     * @param answerRate at its best in the window
     * @param longQueryRate over a longer time, in which the noise of the window is not
     */
    void overloaded(double queryRate, double answerRate, double longQueryRate) {
        slowed = queryRate <= NOT_CLEARLY_MORE * proven;
        // A server that is slow and yet keeps up is asked too much as it is; it yields no more than it is asked.
        yielded = Math.min(answerRate, slowed ? longQueryRate : queryRate);
    }

    /** The server is redirected, and overloaded still. */
    void overloadedStill(double answerRate) {
        yielded = slowed ? yielded : Math.max(yielded, answerRate);
    }

    /**
     * A release was followed by another redirect: what was believed is not true.
     */
    void disproved() {
        proven = 0;
    }

    /** Whether it was overloaded by a load that it had borne before. */
    boolean isSlowed() {
        return slowed;
    }

    /** Whether nothing is known of how it was before. */
    boolean isUnproven() {
        return proven == 0;
    }

    /** Whether it was well with this rate, and what was overloaded later was not more. */
    boolean hasBorne(double rate) {
        return slowed && rate <= NOT_CLEARLY_MORE * proven;
    }

    /** The highest rate it is thought to bear, if it is as quick again as it was. */
    double bearableRate() {
        return slowed ? proven : Math.max(proven, yielded);
    }

    /** The highest rate it is thought to bear as it is. */
    double yieldedRate() {
        return yielded;
    }
}
