package org.activerouter.manager.command;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.activerouter.analyzer.Analysis;
import org.activerouter.analyzer.history.StateDatabaseException;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.source.FrameSources;
import org.activerouter.manager.report.Printable;
import org.activerouter.manager.report.Report;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code active-router analyze}: capture files become a report. */
final class AnalyzeCommand implements Command {
    /** A shorter run needs no progress line. */
    private static final Duration LONG_RUN = Duration.ofSeconds(1);

    private final KnownProtocols protocols = new KnownProtocols();

    @Override
    public String name() {
        return "analyze";
    }

    @Override
    public String summary() {
        return "report what capture files tell about servers and their clients";
    }

    @Override
    public String synopsis() {
        return "[OPTION]... FILE...";
    }

    @Override
    public String description() {
        return """
                Reads captures (pcap or pcapng; - is standard input) and reports which servers exist, who asks them, how
                often, and how fast they answer. Several files are read as one capture, in the order of their time stamps.
                Needs no privileges. Ports watched without any option: %s.
                """.formatted(protocols.defaultsText());
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("active-router analyze monday.pcap tuesday.pcap", "a report for people, of both together"),
                new Example(
                        "active-router analyze --port 7777=opennap --json x.pcap", "another port too; for programs"),
                new Example("tcpdump -i eth1 -w - port 8888 | active-router analyze -", "from another program"));
    }

    @Override
    public Options options() {
        return GeneralOptions.addTo(AnalysisOptions.addTo(new Options()));
    }

    @Override
    public ExitCode run(CommandLine line, Console console, StopSignal stop) throws UsageException, IOException {
        List<String> names = line.getArgList();
        if (names.isEmpty()) {
            throw new UsageException("no capture file given (- is standard input)");
        }
        if (Collections.frequency(names, "-") > 1) {
            throw new UsageException("standard input (-) can be read only once");
        }
        AnalysisOptions options = AnalysisOptions.of(line, protocols);
        try (FrameSource files = FrameSources.files(names);
                OpenHistory history = OpenHistory.in(options.database())) {
            return analyze(new SalvagingSource(files, names.size()), history, options, console, stop);
        } catch (CaptureException e) {
            console.say(Printable.text(String.valueOf(e.getMessage())));
            return ExitCode.of(e);
        } catch (StateDatabaseException e) {
            console.say(Printable.text(String.valueOf(e.getMessage())));
            return ExitCode.IO_ERROR;
        }
    }

    private static ExitCode analyze(
            SalvagingSource files, OpenHistory history, AnalysisOptions options, Console console, StopSignal stop)
            throws CaptureException, IOException {
        Analysis analysis = new Analysis(options.settings(history, learned -> {}));
        stop.onGiven(analysis::stop);
        FrameSource paced = options.database() == null ? files : new PacedSource(files, history.history()::status);
        run(analysis, paced, console);
        List<String> obstacles = obstacles(files, stop);
        console.print(
                Report.ofOver(options.ports(), options.learn(), analysis, history.finish(), obstacles), options.json());
        obstacles.forEach(console::say);
        return exitCode(files, stop);
    }

    private static void run(Analysis analysis, FrameSource files, Console console) throws CaptureException {
        if (!console.errIsTerminal()) {
            analysis.run(files);
            return;
        }
        ProgressLine progress = new ProgressLine(console.err(), files::status, LONG_RUN);
        try {
            analysis.run(files);
        } finally {
            progress.end();
        }
    }

    private static List<String> obstacles(SalvagingSource files, StopSignal stop) {
        List<String> sentences = new ArrayList<>();
        files.obstacles().forEach(obstacle -> sentences.add(Printable.text(String.valueOf(obstacle.getMessage()))));
        if (stop.given()) {
            sentences.add("interrupted: " + ProgressLine.text(files.status()));
        }
        return sentences;
    }

    private static ExitCode exitCode(SalvagingSource files, StopSignal stop) {
        if (stop.given()) {
            return ExitCode.INTERRUPTED;
        }
        return files.obstacles().stream().findFirst().map(ExitCode::of).orElse(ExitCode.OK);
    }
}
