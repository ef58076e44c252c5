package org.activerouter.manager.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.activerouter.capture.SourceStatus;
import org.activerouter.manager.report.Figures;

/** Shows on a terminal how far a long reading has come, on one line that is wiped at the end. Has a thread of its own. */
final class ProgressLine {
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final String WIPE = "\r\u001b[K";

    private final PrintStream terminal;
    private final Supplier<SourceStatus> status;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;
    private boolean shown;

    /**
     * Begins to show progress.
     *
     * @param terminal somebody looks at it
     * @param status how far the reading has come; any thread may ask
     * @param patience how long nothing is shown: most readings are over by then
     */
    ProgressLine(PrintStream terminal, Supplier<SourceStatus> status, Duration patience) {
        this.terminal = terminal;
        this.status = status;
        this.thread = Thread.ofPlatform().daemon().name("progress").start(() -> show(patience));
    }

    /** Wipes the line; nothing is written afterwards. */
    void end() {
        over.countDown();
        Uninterrupted.join(thread);
    }

    private void show(Duration patience) {
        try {
            Duration wait = patience;
            while (!over.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                terminal.print(WIPE + text(status.get()));
                terminal.flush();
                shown = true;
                wait = EVERY;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (shown) {
            terminal.print(WIPE);
            terminal.flush();
        }
    }

    /** {@code 45 % of 1.2 GB read}; without the part where the whole is not known. */
    static String text(SourceStatus status) {
        if (status.bytesTotal() <= 0) {
            return Figures.size(status.bytesRead()) + " read";
        }
        return 100 * status.bytesRead() / status.bytesTotal() + " % of " + Figures.size(status.bytesTotal()) + " read";
    }
}
