package org.activerouter.manager.command;

import java.time.Duration;

/** Waiting that an interruption does not cut short; the interruption is kept for whoever asks later. */
final class Uninterrupted {
    private Uninterrupted() {}

    /** Waits for the end of a thread that has been told to end. */
    static void join(Thread thread) {
        boolean ended = false;
        while (!ended) {
            ended = join(thread, Duration.ofDays(1));
        }
    }

    /**
     * The same, for some time.
     *
     * @return whether it has ended
     */
    static boolean join(Thread thread, Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        boolean interrupted = false;
        while (thread.isAlive() && deadline - System.nanoTime() > 0) {
            try {
                thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
