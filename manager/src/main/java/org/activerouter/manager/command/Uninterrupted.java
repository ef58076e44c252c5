package org.activerouter.manager.command;

/** Waiting that an interruption does not cut short; the interruption is kept for whoever asks later. */
final class Uninterrupted {
    private Uninterrupted() {}

    /** Waits for the end of a thread that has been told to end. */
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
