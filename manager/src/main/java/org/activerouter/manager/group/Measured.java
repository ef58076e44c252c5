package org.activerouter.manager.group;

/**
 * How one member is doing.
 *
 * @param lately its counts over the window
 * @param byBalancer whether they are the balancer's own; else they are those of the packets
 * @param waitingMillis how long its oldest query waits that nothing has overtaken; 0 if none does
 * @param failuresInARow since the last answer that was none
 */
public record Measured(Totals lately, boolean byBalancer, double waitingMillis, long failuresInARow) {
    static final Measured NOTHING = new Measured(Totals.NONE, false, 0, 0);

    /** The mean time to the first byte, or how long somebody waits already if that is longer; NaN if neither is known. */
    double responseMillis(int minimumSamples) {
        double mean = lately.responses() >= minimumSamples ? lately.meanMillis() : Double.NaN;
        return waitingMillis > 0 && !(mean >= waitingMillis) ? waitingMillis : mean;
    }
}
