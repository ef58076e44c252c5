package org.activerouter.manager.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * {@code active-router prepare}: does what the program will do, so that Java learns it.
 *
 * <p>Java 25 and later can keep at the end of a run which classes it loaded, and how often each method was called with what (JEP 483, 514,
 * 515), and begin the next run with that. The launcher asks it to for this command alone. Here is the work that is worth
 * learning: captures of real traffic are read again and again, until every method on a packet's way is known to matter. Each more that is
 * kept costs every start of every command, so what only the router itself needs is not among it.
 */
final class PrepareCommand implements Command {
    /** Set by the launcher if Java keeps what it learns in this run. */
    private static final String LEARNING = "active-router.learning";

    /** Some ten times as many calls of each method as make Java's compiler look at it for the last time. */
    private static final int ROUNDS = 60;

    @Override
    public String name() {
        return "prepare";
    }

    @Override
    public String summary() {
        return "let Java learn the program once, so that it starts faster from now on";
    }

    @Override
    public String synopsis() {
        return "[OPTION]...";
    }

    @Override
    public String description() {
        return """
                Reads some captures that come with the program for a few seconds, and keeps what Java has learnt meanwhile in
                lib/active-router.aot. From then on every command starts in a half to three quarters of the time, and works
                at full speed at once. To be run by who may write there, after the installation and after each change of Java;
                the Debian package does it by itself. What does not fit the program or the Java is ignored. Needs Java 25 or
                later.
                """;
    }

    @Override
    public List<Example> examples() {
        return List.of(new Example("sudo active-router prepare", "after an installation by hand, or a new Java"));
    }

    @Override
    public Options options() {
        return GeneralOptions.addTo(new Options());
    }

    @Override
    public ExitCode run(CommandLine line, Console console, StopSignal stop) throws UsageException, IOException {
        if (!line.getArgList().isEmpty()) {
            throw new UsageException("takes no arguments");
        }
        if (!Boolean.getBoolean(LEARNING)) {
            console.say(
                    "Java " + Runtime.version().feature()
                            + " keeps nothing of what it learns: that takes Java 25 or later, and bin/active-router to start it");
            return ExitCode.UNAVAILABLE;
        }
        Path captures = Installation.folder("captures");
        if (!Files.isDirectory(captures)) {
            console.say(captures + " is missing: is this only a part of the installation?");
            return ExitCode.UNAVAILABLE;
        }
        work(files(captures), stop);
        return stop.given() ? ExitCode.INTERRUPTED : ExitCode.OK;
    }

    private static List<String> files(Path folder) throws IOException {
        List<String> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.pcap")) {
            found.forEach(file -> files.add(file.toString()));
        }
        return files;
    }

    private static void work(List<String> captures, StopSignal stop) {
        Console nobody = new Console(
                OutputStream.nullOutputStream(),
                false,
                false,
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                false);
        Program program = new Program(nobody, new StopSignal());
        for (int round = 0; round < ROUNDS && !stop.given(); round++) {
            captures.forEach(capture -> program.run(List.of("analyze", "--json", capture)));
        }
        captures.forEach(capture -> program.run(List.of("analyze", capture)));
        program.run(List.of("check", "--sample"));
        program.run(List.of("status"));
    }
}
