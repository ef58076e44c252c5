package org.activerouter.manager.command;

import java.util.List;
import org.activerouter.manager.command.Command.Example;
import org.apache.commons.cli.Option;

/** The help texts, made from what the commands say of themselves. */
final class Help {
    private static final String START = "  ";
    private static final int NAME_WIDTH = 26;

    private Help() {}

    static String ofProgram(List<Command> commands) {
        StringBuilder text = new StringBuilder("""
                Active Router watches queries to servers, passively, and tells from the traffic alone how they are doing.

                Usage: active-router COMMAND [OPTION]... [ARGUMENT]...
                       active-router COMMAND --help
                       active-router --version

                Commands:
                """);
        commands.forEach(command -> append(text, command.name(), command.summary()));
        text.append("\nExamples:\n");
        commands.forEach(command -> append(text, command.examples().getFirst()));
        text.append("\nExit codes:\n");
        for (ExitCode code : ExitCode.values()) {
            append(text, String.valueOf(code.number()), code.meaning());
        }
        return text.append("""

                Environment:
                  JAVA_HOME                 the Java to run on, 21 or later; else the newest of /usr/lib/jvm is taken
                  ACTIVE_ROUTER_OPTS        further options of the Java virtual machine
                """).toString();
    }

    static String of(Command command) {
        StringBuilder text = new StringBuilder()
                .append("Usage: active-router ")
                .append(command.name())
                .append(' ')
                .append(command.synopsis())
                .append("\n\n")
                .append(command.description())
                .append("\nOptions:\n");
        for (Option option : command.options().getOptions()) {
            append(text, spelling(option), option.getDescription());
        }
        text.append("\nExamples:\n");
        command.examples().forEach(example -> append(text, example));
        return text.toString();
    }

    private static String spelling(Option option) {
        String shortForm = option.getOpt() == null ? "    " : "-" + option.getOpt() + (option.hasLongOpt() ? ", " : "");
        String longForm = option.hasLongOpt() ? "--" + option.getLongOpt() : "";
        return shortForm + longForm + (option.hasArg() ? " " + option.getArgName() : "");
    }

    private static void append(StringBuilder text, String name, String description) {
        text.append(START).append(name).append(" ".repeat(Math.max(1, NAME_WIDTH - name.length())));
        text.append(description).append('\n');
    }

    private static void append(StringBuilder text, Example example) {
        text.append(START)
                .append(example.line())
                .append("\n      ")
                .append(example.purpose())
                .append('\n');
    }
}
