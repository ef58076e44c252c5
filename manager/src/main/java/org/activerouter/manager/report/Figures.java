package org.activerouter.manager.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How numbers are written for people; the same in every locale, so that what is read can be searched for. */
public final class Figures {
    private static final String NONE = "-";
    private static final String[] SIZES = {"bytes", "kB", "MB", "GB", "TB", "PB"};

    private Figures() {}

    /** Milliseconds to the microsecond; a dash where nothing was measured. */
    static String millis(double millis) {
        return Double.isNaN(millis) ? NONE : String.format(Locale.ROOT, "%.3f", millis);
    }

    /** A rate per second. */
    static String rate(double perSecond) {
        return Double.isNaN(perSecond) ? NONE : String.format(Locale.ROOT, "%.1f", perSecond);
    }

    /** {@code 1 gap}, {@code 2 gaps}. */
    static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    /** The same where the plural only takes an s. */
    static String count(long number, String one) {
        return count(number, one, one + "s");
    }

    /** A size in decimal units. */
    public static String size(long bytes) {
        double shown = bytes;
        int unit = 0;
        while (shown >= 1000 && unit < SIZES.length - 1) {
            shown /= 1000;
            unit++;
        }
        return unit == 0 ? count(bytes, "byte") : String.format(Locale.ROOT, "%.1f %s", shown, SIZES[unit]);
    }

    /** How full something is. */
    static String fill(long used, long cap) {
        return used + " of " + cap + " (" + (100 * used / cap) + " %)";
    }

    /** A text in lines of at most {@code columns} characters, broken between words; a longer word stays whole. */
    static List<String> wrapped(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
