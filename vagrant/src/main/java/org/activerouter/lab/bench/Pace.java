package org.activerouter.lab.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lets one thread act at an even rate: after a delay it catches up, so that the rate holds over the whole. */
final class Pace {
    private static final long NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final long beganNanos = System.nanoTime();
    private final double perNano;
    private long done;

    Pace(int perSecond) {
        perNano = perSecond / 1e9;
    }

    /** Waits until the next act is due. */
    void await() {
        while ((System.nanoTime() - beganNanos) * perNano < done) {
            LockSupport.parkNanos(this, NAP_NANOS);
        }
        done++;
    }

    double seconds() {
        return (System.nanoTime() - beganNanos) / 1e9;
    }
}
