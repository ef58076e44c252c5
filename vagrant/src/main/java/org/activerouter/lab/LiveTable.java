package org.activerouter.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.activerouter.lab.experiment.Facts;
import org.activerouter.lab.experiment.LiveRow;
import org.activerouter.lab.experiment.Run;

/**
 * A run as it goes on: a row every few seconds from what peers and server have written down so far, with what the router said
 * of itself beside it. Ends with the run.
 */
public final class LiveTable {
    private final Path folder;
    private final double interval;

    private LiveTable(Path folder, double interval) {
        this.folder = folder;
        this.interval = interval;
    }

    /** See the class; an unknown option prints those there are. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options = new Options("LiveTable", "run", ".", "interval", "3").read(arguments);
        new LiveTable(Path.of(options.text("run")), options.decimal("interval")).show();
    }

    private void show() throws IOException, InterruptedException {
        System.out.println(LiveRow.HEADER);
        double end = facts().end();
        for (double until = interval; until <= end; until += interval) {
            double left = facts().startMillis() / 1e3 + until - System.currentTimeMillis() / 1e3;
            TimeUnit.MILLISECONDS.sleep(Math.max(0, (long) (left * 1e3)));
            System.out.println(LiveRow.of(Run.read(folder), until - interval, until, routerLine()));
        }
    }

    private Facts facts() throws IOException {
        return Facts.read(folder.resolve("run.properties"));
    }

    private String routerLine() throws IOException {
        Path status = folder.resolve("status.jsonl");
        List<String> lines = Files.exists(status) ? Files.readAllLines(status) : List.of();
        return lines.isEmpty() ? "" : lines.getLast();
    }
}
