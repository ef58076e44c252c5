package org.activerouter.manager.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.activerouter.manager.report.Printable;

/**
 * What the value of a key may be: how it is read, what is expected where it is wrong, and how it is written. Immutable.
 *
 * @param <T> what it becomes
 */
final class Type<T> {
    private static final int LONGEST_QUOTE = 40;

    private final String expected;
    private final Reader<T> reader;
    private final Function<T, String> writer;

    private Type(String expected, Reader<T> reader, Function<T, String> writer) {
        this.expected = expected;
        this.reader = reader;
        this.writer = writer;
    }

    /** Gives the value, or objects to it; it may do both where only a part is wrong. */
    private interface Reader<T> {
        Optional<T> read(ConfigValue value, Objections objections);
    }

    /** Takes what is wrong with a value. */
    interface Objections {
        void add(ConfigOrigin origin, String message);
    }

    /**
     * A single value.
     *
     * @param expected what it is, with its range, such as {@code a whole number from 1 to 9}
     * @param reader gives nothing for any other value
     * @param writer writes it as the file would
     */
    static <T> Type<T> single(String expected, Function<ConfigValue, Optional<T>> reader, Function<T, String> writer) {
        return new Type<>(
                expected,
                (value, objections) -> {
                    Optional<T> read = reader.apply(value);
                    if (read.isEmpty()) {
                        objections.add(value.origin(), "expected " + expected + ", not " + seen(value));
                    }
                    return read;
                },
                writer);
    }

    /**
     * A list of different values.
     *
     * @param expected what it is: {@code interfaces}
     */
    static <T> Type<List<T>> list(String expected, Type<T> element, int least, int most) {
        String bounds = least == 0 ? "at most " + most : least + " to " + most;
        String whole = "a list of " + bounds + " " + expected;
        return new Type<>(
                whole,
                (value, objections) -> {
                    if (!(value instanceof ConfigList list) || list.size() < least || list.size() > most) {
                        objections.add(value.origin(), "expected " + whole + ", not " + seen(value));
                        return Optional.empty();
                    }
                    return elements(list, element, objections);
                },
                elements -> elements.stream().map(element::write).collect(Collectors.joining(", ", "[", "]")));
    }

    private static <T> Optional<List<T>> elements(ConfigList list, Type<T> element, Objections objections) {
        Set<T> elements = new LinkedHashSet<>();
        boolean sound = true;
        for (ConfigValue value : list) {
            Optional<T> read = element.read(value, objections);
            if (read.isEmpty()) {
                sound = false;
            } else if (!elements.add(read.get())) {
                objections.add(value.origin(), seen(value) + " is in the list twice");
                sound = false;
            }
        }
        return sound ? Optional.of(new ArrayList<>(elements)) : Optional.empty();
    }

    /** What it may be, with its range. */
    String expected() {
        return expected;
    }

    /** The value; empty if there was something to object to. */
    Optional<T> read(ConfigValue value, Objections objections) {
        return reader.read(value, objections);
    }

    /** As the file would write it. */
    String write(T value) {
        return writer.apply(value);
    }

    /** What stands there instead of what was expected. */
    private static String seen(ConfigValue value) {
        return switch (value.valueType()) {
            case OBJECT -> "a section { ... }";
            case LIST -> value instanceof ConfigList list && list.isEmpty() ? "an empty list" : "a list";
            case NULL -> "null";
            case STRING -> quoted(String.valueOf(value.unwrapped()));
            case NUMBER, BOOLEAN -> String.valueOf(value.unwrapped());
        };
    }

    static String quoted(String text) {
        return "'" + Printable.text(text, LONGEST_QUOTE) + "'";
    }

    /** The text of a value that is one. */
    static Optional<String> text(ConfigValue value) {
        return value.valueType() == ConfigValueType.STRING
                ? Optional.of(String.valueOf(value.unwrapped()))
                : Optional.empty();
    }
}
