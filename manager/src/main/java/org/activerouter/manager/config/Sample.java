package org.activerouter.manager.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The sample file, made from the definitions that the reader goes by: what it says is so. Every key is in it, with what it is
 * for, its range and its default. One use.
 */
public final class Sample {
    private static final int WIDTH = 110;
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();

    private Sample() {}

    /** The text of the file. */
    public static String text() {
        Sample sample = new Sample();
        sample.text.append("""
                # Configuration of Active Router.
                #
                # The format is HOCON: JSON in which braces around the whole, quotes around words and commas at the end of a line
                # may be left out. A line that begins with "# key =" shows a default, or an example where there is none: take the
                # "# " away to change it. Durations have a unit (ns, us, ms, s, m, h, d), and so have sizes (B, KiB, MiB, GiB).
                # Other files can be included: include "policies.conf"
                #
                #   active-router check FILE      says what is wrong with a file, or what its keys amount to
                #   active-router check --sample  prints this file
                """);
        RouterConfiguration.FILE.sections().forEach(section -> sample.section(section, ""));
        return sample.text.toString();
    }

    private void section(Section section, String indent) {
        if (section.form() == Section.Form.OPTIONAL) {
            condition(section, indent);
            return;
        }
        text.append('\n');
        comment(section.purpose(), indent);
        text.append(indent).append(section.name()).append(" {\n");
        contents(section, indent + INDENT);
        text.append(indent).append("}\n");
    }

    private void contents(Section section, String indent) {
        int start = text.length();
        section.keys().forEach(key -> key(key, indent));
        section.sections().forEach(inner -> section(inner, indent));
        if (text.charAt(start) == '\n') {
            text.deleteCharAt(start);
        }
    }

    private void key(Key<?> key, String indent) {
        text.append('\n');
        comment(key.purpose() + " " + key.bounds(), indent);
        text.append(indent)
                .append(key.isShown() ? "" : "# ")
                .append(setting(key))
                .append('\n');
    }

    /** A section whose mere presence means something stands on one line, so that a single "# " makes the difference. */
    private void condition(Section section, String indent) {
        text.append('\n');
        comment(section.purpose(), indent);
        section.keys().forEach(key -> property(key, indent));
        String settings = section.keys().stream().map(Sample::setting).collect(Collectors.joining(", "));
        String live = section.shown() ? "" : "# ";
        text.append(indent)
                .append(live)
                .append(section.name())
                .append(" { ")
                .append(settings)
                .append(" }\n");
    }

    private void property(Key<?> key, String indent) {
        comment(key.name() + ": " + key.purpose() + " " + key.bounds(), indent, "#" + INDENT);
    }

    private static String setting(Key<?> key) {
        return key.name() + " = " + key.sample();
    }

    private void comment(String sentences, String indent) {
        if (!sentences.isEmpty()) {
            comment(sentences, indent, "#");
        }
    }

    private void comment(String sentences, String indent, String mark) {
        StringBuilder line = new StringBuilder(indent).append(mark);
        int empty = line.length();
        for (String word : List.of(sentences.split(" ", -1))) {
            if (line.length() + 1 + word.length() > WIDTH && line.length() > empty) {
                text.append(line).append('\n');
                line.setLength(empty);
            }
            line.append(' ').append(word);
        }
        text.append(line).append('\n');
    }
}
