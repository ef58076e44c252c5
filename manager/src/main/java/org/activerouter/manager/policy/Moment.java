package org.activerouter.manager.policy;

import java.util.Set;

/**
 * What is the same for all servers when decisions are made.
 *
 * @param nanos the caller's time, nanoseconds since 1970; may jump
 * @param steady time that never jumps, for dwell and hold
 * @param end the slice up to which everything was told
 * @param since nothing before this slice is to be believed
 * @param behind whether the analysis has not moved for too long
 * @param loss what the capture lost
 * @param own addresses of the router itself, from which it asks for any number of clients
 * @param configurationHash which configuration is in force
 */
record Moment(
        long nanos,
        long steady,
        long end,
        long since,
        boolean behind,
        CaptureLoss loss,
        Set<String> own,
        String configurationHash) {}
