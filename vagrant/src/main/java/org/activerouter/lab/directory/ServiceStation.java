package org.activerouter.lab.directory;

import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * How a server gets slow: a few workers, each busy with one search for a while, and a queue in order of arrival before them.
 * The time is waited, not burnt, so that an overloaded server fits beside everything else on one machine. Any thread.
 */
public final class ServiceStation {
    private final Semaphore workers;
    private final double meanNanos;
    private final SplittableRandom random;

    /** Service times are exponential around the mean; a mean of 0 serves at once. */
    public ServiceStation(int workers, double meanMicros, long seed) {
        this.workers = new Semaphore(workers, true);
        this.meanNanos = meanMicros * 1000;
        this.random = new SplittableRandom(seed);
    }

    /** Returns when a worker has been free and has spent the service time. */
    public void serve() throws InterruptedException {
        if (meanNanos == 0) {
            return;
        }
        workers.acquire();
        try {
            long end = System.nanoTime() + serviceNanos();
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        } finally {
            workers.release();
        }
    }

    private synchronized long serviceNanos() {
        return (long) (-meanNanos * Math.log(1 - random.nextDouble()));
    }
}
