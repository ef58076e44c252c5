package org.activerouter.manager.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.activerouter.analyzer.history.StateDatabaseException;
import org.activerouter.capture.CaptureException;
import org.activerouter.manager.appliance.Appliance;
import org.activerouter.manager.appliance.UnfitMachineException;
import org.activerouter.manager.config.ConfigurationException;
import org.activerouter.manager.config.HeapDemand;
import org.activerouter.manager.config.KnownNames;
import org.activerouter.manager.config.RouterConfiguration;
import org.activerouter.manager.report.Printable;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code active-router run}: the router itself, until it is told to stop. */
final class RunCommand implements Command {
    private static final String CONFIG = "config";

    @Override
    public String name() {
        return "run";
    }

    @Override
    public String summary() {
        return "watch, decide, and redirect the clients of overloaded servers";
    }

    @Override
    public String synopsis() {
        return "--config FILE [OPTION]...";
    }

    @Override
    public String description() {
        return """
                Watches the servers of the configuration, judges them by its policies, and, where a policy's mode is 'act',
                redirects new connections of an overloaded server to the active service until the server has recovered. Before
                the first redirect the machine is looked at; what would keep redirects from working is said with what mends it.
                Ends on SIGTERM or Ctrl-C; every rule is out of the kernel then. If it dies or freezes, the kernel sends clients
                to the real servers by itself. Logs on standard error. Needs CAP_NET_RAW, and CAP_NET_ADMIN where it acts.
                """;
    }

    @Override
    public List<Example> examples() {
        return List.of(new Example(
                "sudo active-router run --config /etc/active-router/router.conf",
                "the router, until it is told to stop"));
    }

    @Override
    public Options options() {
        return GeneralOptions.addTo(
                new Options().addOption(GeneralOptions.option(CONFIG, "FILE", "the configuration")));
    }

    @Override
    public ExitCode run(CommandLine line, Console console, StopSignal stop) throws UsageException, IOException {
        if (!line.getArgList().isEmpty()) {
            throw new UsageException("'" + line.getArgList().getFirst() + "' is not expected");
        }
        String name = line.getOptionValue(CONFIG);
        if (name == null) {
            throw new UsageException(
                    "no configuration given: --config FILE ('active-router check --sample' prints one)");
        }
        Path file = Path.of(name).toAbsolutePath();
        try {
            return run(file, RouterConfiguration.read(file, KnownNames.installed()), console, stop);
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> console.err().println(Printable.text(problem.text())));
            console.say(CheckReport.summary(file, e.problems()));
            return ExitCode.CONFIG;
        }
    }

    private static ExitCode run(Path file, RouterConfiguration configuration, Console console, StopSignal stop) {
        Optional<String> tooMuch =
                HeapDemand.tooMuch(configuration, Runtime.getRuntime().maxMemory());
        if (tooMuch.isPresent()) {
            console.say(Printable.text(file.toString()) + " " + tooMuch.get());
            return ExitCode.CONFIG;
        }
        GeneralOptions.log(configuration.log().level());
        // A signal while parts are begun is heard once all are there: the process must not end with rules in the
        // kernel.
        stop.onGiven(() -> {});
        try (Appliance appliance = Appliance.start(file, configuration, Installation.folder("netfilter-scripts"))) {
            stop.onGiven(appliance::stop);
            appliance.awaitEnd();
            Optional<String> failure = appliance.failure();
            failure.ifPresent(why -> console.say(Printable.text(why)));
            return failure.isPresent() ? ExitCode.INTERNAL : ExitCode.OK;
        } catch (UnfitMachineException e) {
            console.say(e.getMessage() + ":");
            e.findings().forEach(finding -> console.err().println("  " + Printable.text(finding.toString())));
            return ExitCode.UNFIT;
        } catch (CaptureException e) {
            console.say(Printable.text(String.valueOf(e.getMessage())));
            return ExitCode.of(e);
        } catch (StateDatabaseException | IOException e) {
            console.say(Printable.text(String.valueOf(e.getMessage())));
            return ExitCode.IO_ERROR;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }
}
