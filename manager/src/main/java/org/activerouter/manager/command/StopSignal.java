package org.activerouter.manager.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The operator's wish that a running command come to its end: SIGINT or SIGTERM. Any thread.
 *
 * <p>A command that can end in good order registers how; the process then waits for it, and ends with the command's exit code
 * instead of the signal's.
 */
public final class StopSignal {
    /** Longer than any command needs to close its files; an operator who asks for the end does not wait for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile ExitCode code = ExitCode.INTERNAL;
    private @Nullable Runnable ending;
    private boolean given;

    /** A signal that only {@link #give} gives. */
    public StopSignal() {}

    /** The signals of this process. */
    public static StopSignal ofProcess() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::processEnds, "stop"));
        return signal;
    }

    /** Ends the process with a command's exit code. */
    public void exit(ExitCode result) {
        code = result;
        finished.countDown();
        System.exit(result.number());
    }

    /** Asks for the end. */
    public synchronized void give() {
        given = true;
        if (ending != null) {
            ending.run();
        }
    }

    /** Whether the end was asked for. */
    synchronized boolean given() {
        return given;
    }

    /** From now on the command ends in good order; {@code how} must not block. Run at once if the signal has been given. */
    synchronized void onGiven(Runnable how) {
        ending = how;
        if (given) {
            how.run();
        }
    }

    private synchronized boolean isAwaited() {
        return ending != null;
    }

    /** Runs while the JVM shuts down, which only {@link Runtime#halt} can still give another exit code. */
    private void processEnds() {
        if (finished.getCount() == 0 || !isAwaited()) {
            return;
        }
        give();
        if (isFinishedInTime()) {
            Runtime.getRuntime().halt(code.number());
        }
    }

    private boolean isFinishedInTime() {
        try {
            return finished.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
