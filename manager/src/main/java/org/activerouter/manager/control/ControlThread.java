package org.activerouter.manager.control;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.activerouter.manager.admin.Answer;
import org.activerouter.manager.admin.Requests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the router's control loop, a quarter of a second at a time, and lets operators' requests in between. A turn that fails
 * is said and the next one tried; when they go on failing the router must not stay as it is, and {@link #awaitEnd} says so.
 */
public final class ControlThread implements AutoCloseable {
    private static final Duration TURN = Duration.ofMillis(250);

    /** Requests are looked for more often, so that an operator does not wait. */
    private static final Duration LOOK = Duration.ofMillis(25);

    private static final int MOST_FAILURES = 20;

    private static final Logger LOG = LoggerFactory.getLogger(ControlThread.class);

    private final Router router;
    private final OperatorQueue queue = new OperatorQueue();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicBoolean failed = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean closing;

    /** Written by the control thread alone. */
    private volatile long beats;

    private ControlThread(Router router) {
        this.router = router;
        thread = Thread.ofPlatform().name("control").unstarted(this::run);
    }

    /** Begins to turn. */
    public static ControlThread start(Router router) {
        ControlThread control = new ControlThread(router);
        control.thread.start();
        return control;
    }

    /**
     * What operators may ask.
     *
     * @param reload reads the configuration anew, on the thread that asks; what it gives takes it on, on the control thread
     */
    public Requests requests(Supplier<Supplier<Answer>> reload) {
        return new OperatorRequests(router, queue, reload);
    }

    private void run() {
        try {
            turnUntilEnd();
        } finally {
            // Whatever it died of: who waits has to end the router, which redirects for ever otherwise.
            failed.set(!closing);
            end.countDown();
        }
    }

    private void turnUntilEnd() {
        int failures = 0;
        long due = System.nanoTime();
        while (!closing && failures < MOST_FAILURES) {
            beat();
            queue.answerAll();
            if (System.nanoTime() - due >= 0) {
                failures = turned() ? 0 : failures + 1;
                due = System.nanoTime() + TURN.toNanos();
            }
            pause();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void beat() {
        beats++;
    }

    /** A number that grows as long as the control loop makes progress; any thread. */
    public long beats() {
        return beats;
    }

    private boolean turned() {
        try {
            router.turn();
            return true;
        } catch (RuntimeException e) {
            LOG.error("a turn of the control loop has failed", e);
            return false;
        }
    }

    private void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        } catch (InterruptedException e) {
            closing = true;
        }
    }

    /** Whether the control loop ended because its turns went on failing. */
    public boolean hasFailed() {
        return failed.get();
    }

    /** Waits that long for the control loop to end. @return whether it has */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        return end.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the control loop; any thread. */
    public void stop() {
        closing = true;
    }

    /** Ends the control loop and waits for it. */
    @Override
    public void close() {
        stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
