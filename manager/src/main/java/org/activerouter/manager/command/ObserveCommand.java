package org.activerouter.manager.command;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.activerouter.analyzer.Analysis;
import org.activerouter.analyzer.AnalysisSettings;
import org.activerouter.analyzer.history.StateDatabaseException;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.source.CaptureFilter;
import org.activerouter.capture.source.FrameSources;
import org.activerouter.capture.source.LiveSource;
import org.activerouter.manager.report.LiveView;
import org.activerouter.manager.report.Printable;
import org.activerouter.manager.report.Report;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code active-router observe}: what passes on interfaces becomes a table that goes on changing, and a report in the end. */
final class ObserveCommand implements Command {
    private static final String INTERFACE = "i";
    private static final String INTERVAL = "interval";
    private static final Duration USUAL_INTERVAL = Duration.ofSeconds(1);
    private static final double SHORTEST_SECONDS = 0.1;
    private static final double LONGEST_SECONDS = 3600;
    private static final double NANOS_PER_SECOND = 1e9;

    private final KnownProtocols protocols = new KnownProtocols();

    @Override
    public String name() {
        return "observe";
    }

    @Override
    public String summary() {
        return "watch interfaces of this machine, and show the same live";
    }

    @Override
    public String synopsis() {
        return "-i IFACE [-i IFACE]... [OPTION]...";
    }

    @Override
    public String description() {
        return """
                Watches what passes on interfaces, changes nothing, and shows which servers exist, who asks them, how often,
                and how fast they answer. On a gateway, watch the interface on the servers' side: behind address translation
                only that side shows which server is meant, and 'any' shows every packet twice.
                Interrupt it (Ctrl-C, SIGTERM) to get a final report; its exit code is then 0.
                On a terminal the screen is redrawn; elsewhere each interval adds a block of text, or a line of JSON.
                Needs the capability CAP_NET_RAW, which root has.
                Ports watched without any option: %s.
                """.formatted(protocols.defaultsText());
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("sudo active-router observe -i eth1", "what passes on one interface, until Ctrl-C"),
                new Example("sudo active-router observe -i eth1 -i eth2 --learn", "two, and servers on unknown ports"),
                new Example(
                        "sudo timeout 60 active-router observe -i eth1 --json --interval 10 >minute.jsonl",
                        "for programs: a line every ten seconds, and one at the end with the clients"));
    }

    @Override
    public Options options() {
        Options options = new Options()
                .addOption(Option.builder(INTERFACE)
                        .longOpt("interface")
                        .hasArg()
                        .argName("IFACE")
                        .desc("watch this interface; may be given again for others")
                        .get())
                .addOption(GeneralOptions.option(INTERVAL, "S", "show every S seconds (1; from 0.1 to 3600)"));
        return GeneralOptions.addTo(AnalysisOptions.addTo(options));
    }

    @Override
    public ExitCode run(CommandLine line, Console console, StopSignal stop) throws UsageException, IOException {
        if (!line.getArgList().isEmpty()) {
            throw new UsageException("'" + line.getArgList().getFirst()
                    + "' is not expected: interfaces are given with -i, files are read by analyze");
        }
        List<String> interfaces = interfaces(line);
        Duration interval = interval(line);
        AnalysisOptions options = AnalysisOptions.of(line, protocols);
        try (OpenHistory history = OpenHistory.in(options.database());
                LiveSource source = FrameSources.interfaces(interfaces, filter(options, history))) {
            return observe(source, history, new LiveOptions(interfaces, interval, options), console, stop);
        } catch (CaptureException e) {
            console.say(Printable.text(String.valueOf(e.getMessage())));
            return ExitCode.of(e);
        } catch (StateDatabaseException e) {
            console.say(Printable.text(String.valueOf(e.getMessage())));
            return ExitCode.IO_ERROR;
        }
    }

    private record LiveOptions(List<String> interfaces, Duration interval, AnalysisOptions analysis) {}

    private static ExitCode observe(
            LiveSource source, OpenHistory history, LiveOptions options, Console console, StopSignal stop)
            throws IOException {
        AnalysisOptions wanted = options.analysis();
        AnalysisSettings settings = wanted.settings(
                history,
                learned -> source.filter(source.filter().plus(learned.server().port())));
        Analysis analysis = new Analysis(settings);
        stop.onGiven(analysis::stop);
        Display display = display(options, settings, console);
        Optional<CaptureException> obstacle = new LiveRun(analysis, source, display, options.interval()).run();
        List<String> sentences = obstacle.map(e -> Printable.text(String.valueOf(e.getMessage()))).stream()
                .toList();
        console.print(
                Report.ofOver(wanted.ports(), wanted.learn(), analysis, history.finish(), sentences), wanted.json());
        sentences.forEach(console::say);
        return obstacle.map(ExitCode::of).orElse(ExitCode.OK);
    }

    private static Display display(LiveOptions options, AnalysisSettings settings, Console console) {
        if (options.analysis().json()) {
            return new JsonDisplay(console, options.analysis());
        }
        LiveView view = new LiveView(String.join(", ", options.interfaces()), settings);
        return console.outIsTerminal()
                ? new ScreenDisplay(console, view, TerminalSize::ofProcess)
                : new BlockDisplay(console, view);
    }

    private static CaptureFilter filter(AnalysisOptions options, OpenHistory history) {
        if (options.learn()) {
            return CaptureFilter.allTcp();
        }
        Set<Integer> ports = new HashSet<>(options.ports().keySet());
        history.learnedBefore().forEach(service -> ports.add(service.server().port()));
        return CaptureFilter.ports(ports);
    }

    private static List<String> interfaces(CommandLine line) throws UsageException {
        List<String> names = KnownProtocols.valuesOf(line, INTERFACE);
        if (names.isEmpty()) {
            throw new UsageException("no interface given: -i IFACE (ip link shows which there are)");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new UsageException("interface " + name + " was given twice: its packets would count twice");
            }
        }
        return names;
    }

    private static Duration interval(CommandLine line) throws UsageException {
        String text = line.getOptionValue(INTERVAL);
        if (text == null) {
            return USUAL_INTERVAL;
        }
        double seconds = text.matches("[0-9]{0,5}(\\.[0-9]{1,6})?|[0-9]{1,5}\\.") && !text.isEmpty()
                ? Double.parseDouble(text)
                : Double.NaN;
        if (!(seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS)) {
            throw new UsageException("--interval " + text + ": not a number of seconds from 0.1 to 3600");
        }
        return Duration.ofNanos((long) (seconds * NANOS_PER_SECOND));
    }
}
