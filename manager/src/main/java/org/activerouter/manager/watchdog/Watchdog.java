package org.activerouter.manager.watchdog;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says to the supervisor, again and again, that every part of the program moves. When one stands still nothing is said any more, and the
 * supervisor kills the program: its sessions end, and the kernel sends new clients to the servers. A frozen program would hold them for
 * ever. Does nothing without a supervisor.
 */
public final class Watchdog implements AutoCloseable {
    /** The services' beat comes once a second. */
    private static final Duration STILL = Duration.ofSeconds(2);

    private static final int LOOKS_PER_PATIENCE = 10;
    private static final long USUAL_LOOK_NANOS = Duration.ofMillis(250).toNanos();
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final Supervisor supervisor;
    private final Thread thread;
    private volatile boolean closing;

    private Watchdog(Supervisor supervisor, List<Heart> hearts) {
        this.supervisor = supervisor;
        thread = Thread.ofPlatform().daemon().name("watchdog").unstarted(() -> watch(hearts));
    }

    /** Begins; the program is ready by now. */
    public static AutoCloseable start(List<Heart> hearts) {
        return start(System.getenv(), hearts);
    }

    static AutoCloseable start(Map<String, String> environment, List<Heart> hearts) {
        Optional<Supervisor> supervisor = Supervisor.of(environment);
        if (supervisor.isEmpty()) {
            return () -> {};
        }
        Watchdog watchdog = new Watchdog(supervisor.get(), hearts);
        watchdog.thread.start();
        return watchdog;
    }

    private void watch(List<Heart> hearts) {
        supervisor.say("READY=1");
        long patience = supervisor.patience().toNanos();
        if (patience == 0) {
            return;
        }
        long every = Math.min(USUAL_LOOK_NANOS, patience / LOOKS_PER_PATIENCE);
        Pulse pulse = new Pulse(hearts, (int) (STILL.toNanos() / every));
        boolean said = false;
        while (!closing) {
            Optional<String> still = pulse.look();
            if (still.isEmpty()) {
                supervisor.say("WATCHDOG=1");
                said = false;
            } else if (!said) {
                said = true;
                LOG.error("{} stands still; the supervisor is told no more that all is well", still.get());
            }
            sleep(every);
        }
    }

    private static void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The program is about to end, which may take its time. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        supervisor.say("STOPPING=1");
        supervisor.close();
    }
}
