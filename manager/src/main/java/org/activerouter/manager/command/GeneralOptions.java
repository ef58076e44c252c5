package org.activerouter.manager.command;

import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options that every command has. */
final class GeneralOptions {
    static final String VERBOSE = "verbose";

    /** Read by the logging configuration, once, when the first logger is made. */
    private static final String LOG_LEVEL = "active-router.log.level";

    private static final String LIBRARIES_LOG_LEVEL = "active-router.log.libraries";

    private GeneralOptions() {}

    static Options addTo(Options options) {
        return options.addOption(option(VERBOSE, "say on standard error what is being done"))
                .addOption(Option.builder("h")
                        .longOpt("help")
                        .desc("show this help")
                        .get());
    }

    static boolean isHelp(String argument) {
        return argument.equals("--help") || argument.equals("-h");
    }

    static void apply(CommandLine line) {
        if (line.hasOption(VERBOSE)) {
            System.setProperty(LOG_LEVEL, "DEBUG");
            System.setProperty(LIBRARIES_LOG_LEVEL, "DEBUG");
        }
    }

    /** Sets what is logged, unless an option has already; before the first logger is made. */
    static void log(Enum<?> level) {
        if (System.getProperty(LOG_LEVEL) == null) {
            System.setProperty(LOG_LEVEL, level.name());
        }
    }

    /** An option without a value. */
    static Option option(String name, String description) {
        return Option.builder().longOpt(name).desc(description).get();
    }

    /** An option with a value. */
    static Option option(String name, String value, String description) {
        return Option.builder()
                .longOpt(name)
                .hasArg()
                .argName(value)
                .desc(description)
                .get();
    }
}
