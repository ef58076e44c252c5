package org.activerouter.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.activerouter.lab.events.Event;
import org.activerouter.lab.events.EventLog;
import org.activerouter.lab.events.GrowingFile;
import org.activerouter.lab.experiment.Facts;
import org.activerouter.lab.experiment.LiveRow;
import org.activerouter.lab.experiment.Run;

/**
 * A run as it goes on: a row every few seconds from what peers and server have written down since the last one, with what the router said
 * of itself beside it. Ends with the run. What was read once is not read again: the peers measure on the same processors.
 */
public final class LiveTable {
    private final Path folder;
    private final double interval;
    private final Followed server;
    private final Followed peersA;
    private final Followed peersB;
    private final GrowingFile status;
    private String routerLine = "";

    private LiveTable(Path folder, double interval) {
        this.folder = folder;
        this.interval = interval;
        server = new Followed(folder.resolve("server.csv"));
        peersA = new Followed(folder.resolve("peers-a.csv"));
        peersB = new Followed(folder.resolve("peers-b.csv"));
        status = new GrowingFile(folder.resolve("status.jsonl"));
    }

    /** The events of a log that are of interest still. */
    private static final class Followed {
        private final GrowingFile file;
        private final List<Event> events = new ArrayList<>();

        Followed(Path file) {
            this.file = new GrowingFile(file);
        }

        List<Event> since(long millis) throws IOException {
            events.addAll(EventLog.events(file.newLines()));
            events.removeIf(event -> event.millis() < millis);
            return events;
        }
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
            System.out.println(row(until));
        }
    }

    private String row(double until) throws IOException {
        Facts facts = facts();
        double from = until - interval;
        long since = facts.startMillis() + (long) Math.floor(from / facts.speed() * 1e3);
        Run run = new Run(facts, server.since(since), peersA.since(since), peersB.since(since));
        status.newLines().forEach(line -> routerLine = line);
        return LiveRow.of(run, from, until, routerLine);
    }

    private Facts facts() throws IOException {
        return Facts.read(folder.resolve("run.properties"));
    }
}
