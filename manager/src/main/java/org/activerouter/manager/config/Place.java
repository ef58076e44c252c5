package org.activerouter.manager.config;

import com.typesafe.config.ConfigOrigin;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something stands. Immutable.
 *
 * @param file the file as its reader named it
 * @param line from 1; 0 for the file as a whole
 */
public record Place(String file, int line) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::file).thenComparingInt(Place::line);

    /** What the library calls a section that several files contribute to: {@code merge of a: 3,b: 7-9}. */
    private static final Pattern MERGED = Pattern.compile("merge of (.*?): (\\d{1,9})(-\\d+)?(,.*)?", Pattern.DOTALL);

    static Place of(ConfigOrigin origin) {
        String file = origin.withLineNumber(-1).description();
        Matcher merged = MERGED.matcher(file);
        return merged.matches()
                ? new Place(merged.group(1), Integer.parseInt(merged.group(2)))
                : new Place(file, Math.max(0, origin.lineNumber()));
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    /** {@code router.conf:12}. */
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line;
    }
}
