package org.activerouter.manager.command;

import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** One thing the program can do. Stateless. */
interface Command {
    /** The word that asks for it. */
    String name();

    /** A phrase for the list of commands. */
    String summary();

    /** What follows the name, as in a manual's synopsis. */
    String synopsis();

    /** What it does, in a few sentences. */
    String description();

    /** Command lines that work, each with a phrase that says what for. */
    List<Example> examples();

    /** Its options. */
    Options options();

    /**
     * Does it.
     *
     * @param stop how the operator ends it early
     * @throws UsageException when the command line is wrong
     * @throws IOException when standard output cannot be written
     */
    ExitCode run(CommandLine line, Console console, StopSignal stop) throws UsageException, IOException;

    /**
     * A command line that works.
     *
     * @param line what to type
     * @param purpose what for
     */
    record Example(String line, String purpose) {}
}
