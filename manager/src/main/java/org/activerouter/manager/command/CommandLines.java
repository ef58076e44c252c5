package org.activerouter.manager.command;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.activerouter.manager.config.Nearest;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** Reads arguments by a command's options, and says in an operator's words what is wrong with them. */
final class CommandLines {
    private CommandLines() {}

    static CommandLine parse(Options options, List<String> arguments) throws UsageException {
        // Abbreviations are refused: a script that uses one breaks when an option is added.
        DefaultParser parser =
                DefaultParser.builder().setAllowPartialMatching(false).get();
        try {
            return parser.parse(options, arguments.toArray(String[]::new));
        } catch (UnrecognizedOptionException e) {
            throw new UsageException(
                    "unknown option " + e.getOption() + Nearest.endOfSentence(e.getOption(), words(options)));
        } catch (MissingArgumentException e) {
            throw new UsageException("option " + word(e.getOption()) + " needs a value: "
                    + e.getOption().getArgName());
        } catch (ParseException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** The option as the help writes it. */
    static String word(Option option) {
        return option.hasLongOpt() ? "--" + option.getLongOpt() : "-" + option.getOpt();
    }

    private static Collection<String> words(Options options) {
        return options.getOptions().stream().flatMap(CommandLines::spellings).toList();
    }

    private static Stream<String> spellings(Option option) {
        return Stream.of(word(option), option.getOpt() == null ? word(option) : "-" + option.getOpt());
    }
}
