package org.activerouter.lab;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Command-line options of the form {@code --name value}, each with a default. An unknown one, or one without a value, ends the
 * program with the list of those there are and exit code 64.
 */
final class Options {
    private final String program;
    private final Map<String, String> values = new LinkedHashMap<>();

    /** Every option with its default, as name, default, name, default. */
    Options(String program, String... defaults) {
        this.program = program;
        for (int i = 0; i < defaults.length; i += 2) {
            values.put(defaults[i], defaults[i + 1]);
        }
    }

    Options read(String[] arguments) {
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
            if (!values.containsKey(name) || i + 1 == arguments.length) {
                refuse(arguments[i]);
            }
            values.put(name, arguments[i + 1]);
        }
        return this;
    }

    private void refuse(String argument) {
        System.err.println(program + ": cannot use " + argument + "; options with their defaults:");
        values.forEach((name, value) -> System.err.println("  --" + name + " " + value));
        System.exit(64);
    }

    String text(String name) {
        return values.getOrDefault(name, "");
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }

    double decimal(String name) {
        return Double.parseDouble(text(name));
    }

    boolean isSet(String name) {
        return !text(name).isEmpty();
    }
}
