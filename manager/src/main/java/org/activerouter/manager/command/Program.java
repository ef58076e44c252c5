package org.activerouter.manager.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.activerouter.manager.config.Nearest;
import org.activerouter.manager.report.Printable;
import org.apache.commons.cli.CommandLine;

/** Finds the command that is asked for, runs it, and turns every way it can fail into a message and an exit code. */
public final class Program {
    private static final String VERBOSE = "--" + GeneralOptions.VERBOSE;

    private final Console console;
    private final StopSignal stop;
    private final List<Command> commands = commands();

    /**
     * The program, for one run.
     *
     * @param console where it speaks
     * @param stop how the operator ends it early
     */
    public Program(Console console, StopSignal stop) {
        this.console = console;
        this.stop = stop;
    }

    private static List<Command> commands() {
        List<Command> commands = new ArrayList<>(List.of(
                new AnalyzeCommand(),
                new ObserveCommand(),
                new CheckCommand(),
                new RehearseCommand(),
                new RunCommand()));
        commands.addAll(AskCommand.all());
        commands.add(new PrepareCommand());
        return List.copyOf(commands);
    }

    /** Runs one command line. */
    public ExitCode run(List<String> arguments) {
        try {
            return dispatch(arguments);
        } catch (IOException e) {
            return outputFailed(e);
        } catch (RuntimeException e) {
            return internalError(e, arguments.contains(VERBOSE));
        }
    }

    private ExitCode dispatch(List<String> arguments) throws IOException {
        if (arguments.isEmpty()) {
            return usageError("", "no command given: one of " + names());
        }
        String first = arguments.getFirst();
        if (GeneralOptions.isHelp(first)) {
            return print(Help.ofProgram(commands));
        }
        if (first.equals("--version")) {
            return print("active-router " + Version.current() + "\n");
        }
        for (Command command : commands) {
            if (command.name().equals(first)) {
                return run(command, arguments.subList(1, arguments.size()));
            }
        }
        String kind = first.startsWith("-") ? "unknown option " : "unknown command ";
        return usageError("", kind + first + Nearest.endOfSentence(first, words()) + " Commands: " + names());
    }

    private ExitCode run(Command command, List<String> arguments) throws IOException {
        if (arguments.stream().anyMatch(GeneralOptions::isHelp)) {
            return print(Help.of(command));
        }
        try {
            CommandLine line = CommandLines.parse(command.options(), arguments);
            GeneralOptions.apply(line);
            return command.run(line, console, stop);
        } catch (UsageException e) {
            return usageError(" " + command.name(), String.valueOf(e.getMessage()));
        }
    }

    private ExitCode print(String text) throws IOException {
        console.print(text);
        return ExitCode.OK;
    }

    private ExitCode usageError(String command, String message) {
        console.say(message);
        console.err().println("Try: active-router" + command + " --help");
        return ExitCode.USAGE;
    }

    private ExitCode outputFailed(IOException e) {
        if (console.outReaderMayLeave()) {
            return ExitCode.OK;
        }
        console.say("cannot write to standard output: " + e.getMessage());
        return ExitCode.IO_ERROR;
    }

    private ExitCode internalError(RuntimeException e, boolean verbose) {
        console.say("internal error: " + Printable.text(withCauses(e)));
        if (verbose) {
            e.printStackTrace(console.err());
        } else {
            console.err().println("This is a fault of the program. Run it again with " + VERBOSE + " to see where.");
        }
        return ExitCode.INTERNAL;
    }

    private static String withCauses(RuntimeException e) {
        return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                .map(Throwable::toString)
                .collect(Collectors.joining(", because of "));
    }

    private String names() {
        return String.join(", ", commands.stream().map(Command::name).toList());
    }

    private List<String> words() {
        return Stream.concat(commands.stream().map(Command::name), Stream.of("--help", "--version"))
                .toList();
    }
}
