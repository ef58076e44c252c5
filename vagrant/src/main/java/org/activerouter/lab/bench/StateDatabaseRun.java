package org.activerouter.lab.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.activerouter.analyzer.history.ExchangeRow;
import org.activerouter.analyzer.history.HistoryStatus;
import org.activerouter.analyzer.history.StateDatabase;
import org.activerouter.analyzer.history.StateDatabaseException;
import org.activerouter.analyzer.history.StateDatabaseSettings;

/** The state database under a load that is handed in by one thread, which is what an analysis does. */
final class StateDatabaseRun {
    private final Path file;
    private final int seconds;
    private final SyntheticExchanges exchanges;
    private long longestHoldNanos;
    private long handedIn;
    private long epochSecond = 1_795_168_800L;

    StateDatabaseRun(Path file, int seconds, int servers, int rate) {
        this.file = file;
        this.seconds = seconds;
        exchanges = new SyntheticExchanges(servers, rate);
    }

    /** As many a second as said, for some seconds. */
    void atRate(int rate) throws StateDatabaseException, IOException {
        StateDatabase database = StateDatabase.open(StateDatabaseSettings.inFile(file));
        Pace pace = new Pace(rate);
        for (long i = 0, count = (long) rate * seconds; i < count; i++) {
            pace.await();
            if (i % rate == 0) {
                handInSeconds(database);
            }
            handIn(database);
        }
        finish("handed in at %,d/s".formatted(rate), database, pace);
    }

    /** As fast as the queue takes it, without a drop: waits while it is half full. */
    void asFastAsItGoes() throws StateDatabaseException, IOException {
        StateDatabaseSettings settings = StateDatabaseSettings.inFile(file);
        StateDatabase database = StateDatabase.open(settings);
        Pace pace = new Pace(1);
        while (pace.seconds() < seconds) {
            if (handedIn % 100_000 == 0) {
                handInSeconds(database);
            }
            while (handedIn % 256 == 0 && database.status().queued() > settings.queuedExchanges() / 2) {
                Thread.onSpinWait();
            }
            handIn(database);
        }
        finish("handed in as fast as it is written", database, pace);
    }

    private void handInSeconds(StateDatabase database) {
        for (int server = 0; server < exchanges.servers(); server++) {
            database.second(exchanges.second(server, epochSecond));
        }
        epochSecond++;
    }

    private void handIn(StateDatabase database) {
        ExchangeRow row = exchanges.next();
        long before = System.nanoTime();
        database.exchange(row);
        longestHoldNanos = Math.max(longestHoldNanos, System.nanoTime() - before);
        handedIn++;
    }

    private void finish(String how, StateDatabase database, Pace pace) throws IOException {
        double offering = pace.seconds();
        long anonymousMiB = anonymousKiB() >> 10;
        database.close();
        double all = pace.seconds();
        HistoryStatus status = database.status();
        System.out.printf(
                "  ours, %s: %,.0f exchanges/s written in %.1f s (%.1f s of it to write the rest and close), %,d dropped,"
                        + " offering thread held %.2f ms at most%n",
                how, status.rowsWritten() / all, all, all - offering, status.rowsDropped(), longestHoldNanos / 1e6);
        System.out.printf(
                "    %.1f bytes a row in the file, %d MiB anonymous memory, %.2f cores busy%s%n",
                (double) Files.size(Path.of(file + ".mv.db")) / status.rowsWritten(),
                anonymousMiB,
                busySeconds() / all,
                status.trouble() == null ? "" : ", trouble: " + status.trouble());
    }

    private static double busySeconds() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getProcessCpuTime()
                / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static long anonymousKiB() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("RssAnon"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
    }
}
