package org.activerouter.manager.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.activerouter.analyzer.Analysis;
import org.activerouter.analyzer.AnalysisSettings;
import org.activerouter.analyzer.history.History;
import org.activerouter.analyzer.history.RecordedHistory;
import org.activerouter.analyzer.history.StateDatabaseException;
import org.activerouter.analyzer.load.LoadLimits;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.source.FrameSources;
import org.activerouter.capture.tcp.TcpLimits;
import org.activerouter.manager.config.ConfigurationException;
import org.activerouter.manager.config.KnownNames;
import org.activerouter.manager.config.RouterConfiguration;
import org.activerouter.manager.config.ServiceConfiguration;
import org.activerouter.manager.policy.PolicedService;
import org.activerouter.manager.rehearsal.Rehearsal;
import org.activerouter.manager.rehearsal.RehearsalReport;
import org.activerouter.manager.report.Printable;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** {@code active-router rehearse}: what the policies of a configuration would have done. */
final class RehearseCommand implements Command {
    private static final String CONFIG = "config";
    private static final String STORY = "story";
    private static final String HISTORY = "history";
    private static final String JSON = "json";

    @Override
    public String name() {
        return "rehearse";
    }

    @Override
    public String summary() {
        return "say what the policies of a configuration would have done";
    }

    @Override
    public String synopsis() {
        return "--config FILE [OPTION]... CAPTURE... | --config FILE --history DB | --story NAME[:SEED]";
    }

    @Override
    public String description() {
        return """
                Runs the policies of a configuration over captures, or over the recorded history, by the same code that decides
                live, and says when each server would have been redirected, why, for how long, and how many clients that would
                have met. Nothing is redirected and nothing is written. What was recorded is the load without a redirect, so
                that a release is judged by the load that really was; a story also tells what follows from a redirect.
                The stories: %s.
                """.formatted(StoryTelling.names());
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("active-router rehearse --config router.conf monday.pcap", "over a capture"),
                new Example(
                        "active-router rehearse --config router.conf --history /var/lib/active-router/state",
                        "over what was recorded"),
                new Example("active-router rehearse --config router.conf --story step:7", "over an invented load"));
    }

    @Override
    public Options options() {
        return GeneralOptions.addTo(new Options()
                .addOption(GeneralOptions.option(CONFIG, "FILE", "the configuration whose policies are tried"))
                .addOption(GeneralOptions.option(
                        HISTORY, "DB", "over this state database, which no router may be writing at the same time"))
                .addOption(GeneralOptions.option(
                        STORY, "NAME[:SEED]", "over an invented load; without --config by the story's own policy"))
                .addOption(GeneralOptions.option(JSON, "report as JSON, for programs")));
    }

    @Override
    public ExitCode run(CommandLine line, Console console, StopSignal stop) throws UsageException, IOException {
        checkSources(line);
        Path file = line.hasOption(CONFIG) ? path(CONFIG, line.getOptionValue(CONFIG)) : null;
        if (file != null && Files.notExists(file)) {
            console.say(Printable.text(file.toString()) + ": there is no such file");
            return ExitCode.NO_INPUT;
        }
        try {
            RouterConfiguration configuration =
                    file == null ? null : RouterConfiguration.read(file, KnownNames.installed());
            return run(configuration, line, console, stop);
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> console.err().println(Printable.text(problem.text())));
            return ExitCode.CONFIG;
        } catch (CaptureException e) {
            console.say(Printable.text(String.valueOf(e.getMessage())));
            return ExitCode.of(e);
        } catch (StateDatabaseException e) {
            console.say(Printable.text(String.valueOf(e.getMessage())));
            return ExitCode.IO_ERROR;
        }
    }

    private static void checkSources(CommandLine line) throws UsageException {
        List<String> captures = line.getArgList();
        int sources =
                (captures.isEmpty() ? 0 : 1) + (line.hasOption(HISTORY) ? 1 : 0) + (line.hasOption(STORY) ? 1 : 0);
        if (sources != 1) {
            throw new UsageException(
                    sources == 0
                            ? "nothing to rehearse: capture files, --" + HISTORY + " or --" + STORY
                            : "capture files, --" + HISTORY + " and --" + STORY + " exclude each other");
        }
        if (!line.hasOption(CONFIG) && !line.hasOption(STORY)) {
            throw new UsageException("no configuration given: --" + CONFIG + " FILE");
        }
        if (Collections.frequency(captures, "-") > 1) {
            throw new UsageException("standard input (-) can be read only once");
        }
    }

    private static Path path(String option, String name) throws UsageException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new UsageException("--" + option + ": '" + Printable.text(name) + "' is not the name of a file");
        }
    }

    private static ExitCode run(
            @Nullable RouterConfiguration configuration, CommandLine line, Console console, StopSignal stop)
            throws UsageException, IOException, CaptureException, StateDatabaseException {
        boolean json = line.hasOption(JSON);
        if (line.hasOption(STORY)) {
            List<PolicedService> services = configuration == null ? List.of() : services(configuration);
            console.print(StoryTelling.of(line.getOptionValue(STORY)).told(services, json));
            return ExitCode.OK;
        }
        RouterConfiguration given = Objects.requireNonNull(configuration, "checked with the sources");
        Rehearsal rehearsal = new Rehearsal(services(given), given.hash());
        List<String> remarks = new ArrayList<>();
        ExitCode code = line.hasOption(HISTORY)
                ? overHistory(path(HISTORY, line.getOptionValue(HISTORY)), rehearsal, remarks)
                : overCaptures(line.getArgList(), given, rehearsal, remarks, stop);
        rehearsal.finish();
        RehearsalReport report = new RehearsalReport(rehearsal, given.hash(), remarks);
        console.print(json ? report.json() : report.text());
        return code;
    }

    private static List<PolicedService> services(RouterConfiguration configuration) {
        return configuration.services().stream()
                .map(ServiceConfiguration::policed)
                .toList();
    }

    private static ExitCode overHistory(Path database, Rehearsal rehearsal, List<String> remarks)
            throws StateDatabaseException {
        try (RecordedHistory history = RecordedHistory.open(database)) {
            RecordedHistory.Replayed replayed = history.replay(rehearsal);
            remarks.add(replayed.exchanges() + " recorded exchanges, and before them " + replayed.seconds()
                    + " seconds of servers of which only sums are kept"
                    + (replayed.seconds() == 0
                            ? "."
                            : ": there percentiles are means, and any number of clients is taken for a crowd."));
            return ExitCode.OK;
        }
    }

    private static ExitCode overCaptures(
            List<String> names,
            RouterConfiguration configuration,
            Rehearsal rehearsal,
            List<String> remarks,
            StopSignal stop)
            throws CaptureException {
        Map<Integer, String> ports = new HashMap<>();
        services(configuration)
                .forEach(service -> service.ports().forEach(port -> ports.put(port, service.protocol())));
        AnalysisSettings settings =
                new AnalysisSettings(ports, false, TcpLimits.defaults(), LoadLimits.defaults(), History.NONE);
        try (SalvagingSource files = new SalvagingSource(FrameSources.files(names), names.size())) {
            Analysis analysis = new Analysis(settings.withSlices(rehearsal));
            stop.onGiven(analysis::stop);
            analysis.run(files);
            files.obstacles().forEach(obstacle -> remarks.add(Printable.text(String.valueOf(obstacle.getMessage()))));
            if (stop.given()) {
                remarks.add("Interrupted: the rest was not read.");
                return ExitCode.INTERRUPTED;
            }
            return files.obstacles().stream().findFirst().map(ExitCode::of).orElse(ExitCode.OK);
        }
    }
}
