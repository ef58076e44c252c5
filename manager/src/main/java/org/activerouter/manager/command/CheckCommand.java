package org.activerouter.manager.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.activerouter.manager.config.ConfigurationException;
import org.activerouter.manager.config.KnownNames;
import org.activerouter.manager.config.RouterConfiguration;
import org.activerouter.manager.config.Sample;
import org.activerouter.manager.report.Printable;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code active-router check}: what a configuration amounts to, or everything that is wrong with it. */
final class CheckCommand implements Command {
    private static final String JSON = "json";
    private static final String SAMPLE = "sample";

    @Override
    public String name() {
        return "check";
    }

    @Override
    public String summary() {
        return "say what is wrong with a configuration, or what it amounts to";
    }

    @Override
    public String synopsis() {
        return "[OPTION]... FILE";
    }

    @Override
    public String description() {
        return """
                Reads a configuration as the router would, and changes nothing. If something is wrong, all of it is said, each
                with file and line, and the exit code is 78. Otherwise the value of every key is printed with its origin: the
                line that sets it, or that it is a default. The first line shows the hash that decisions carry as evidence;
                what stands in the file and has no effect is remarked below it.
                """;
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("active-router check /etc/active-router/router.conf", "before a reload"),
                new Example("active-router check --json router.conf", "for programs"),
                new Example(
                        "active-router check --sample >router.conf", "a file to begin with, with every key explained"));
    }

    @Override
    public Options options() {
        return GeneralOptions.addTo(new Options()
                .addOption(GeneralOptions.option(JSON, "report as JSON, for programs"))
                .addOption(GeneralOptions.option(SAMPLE, "print a sample configuration that explains every key")));
    }

    @Override
    public ExitCode run(CommandLine line, Console console, StopSignal stop) throws UsageException, IOException {
        List<String> names = line.getArgList();
        if (line.hasOption(SAMPLE)) {
            if (!names.isEmpty() || line.hasOption(JSON)) {
                throw new UsageException("--sample stands alone");
            }
            console.print(Sample.text());
            return ExitCode.OK;
        }
        if (names.size() != 1) {
            throw new UsageException(names.isEmpty() ? "no configuration file given" : "only one file can be checked");
        }
        return check(file(names.getFirst()), line.hasOption(JSON), console);
    }

    private static Path file(String name) throws UsageException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new UsageException("'" + Printable.text(name) + "' is not the name of a file");
        }
    }

    private static ExitCode check(Path file, boolean json, Console console) throws IOException {
        if (Files.notExists(file)) {
            console.say(Printable.text(file.toString()) + ": there is no such file");
            return ExitCode.NO_INPUT;
        }
        try {
            RouterConfiguration configuration = RouterConfiguration.read(file, KnownNames.installed());
            console.print(json ? CheckReport.json(configuration) : CheckReport.text(file, configuration));
            return ExitCode.OK;
        } catch (ConfigurationException e) {
            if (json) {
                console.print(CheckReport.json(e.problems()));
            } else {
                e.problems().forEach(problem -> console.err().println(Printable.text(problem.text())));
            }
            console.say(CheckReport.summary(file, e.problems()));
            return ExitCode.CONFIG;
        }
    }
}
