package org.activerouter.proxy.http.cache;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a body (RFC 9110 section 14).
 *
 * @param first its first byte
 * @param last its last byte; below {@code first} when no byte of the body is asked for
 */
public record Range(int first, int last) {
    private static final Pattern SINGLE =
            Pattern.compile("bytes\\s*=\\s*(\\d{0,15})\\s*-\\s*(\\d{0,15})\\s*", Pattern.CASE_INSENSITIVE);

    /** How long it is; 0 when it cannot be satisfied. */
    public int length() {
        return Math.max(0, last - first + 1);
    }

    /** Whether a value of Range asks for one part, in a way that is understood here. */
    public static boolean isSingle(String value) {
        Matcher match = SINGLE.matcher(value);
        return match.matches() && !(match.group(1) + match.group(2)).isEmpty() && !isBackwards(match);
    }

    private static boolean isBackwards(Matcher match) {
        return !match.group(1).isEmpty()
                && !match.group(2).isEmpty()
                && Long.parseLong(match.group(1)) > Long.parseLong(match.group(2));
    }

    /** The part of a body of this size; null when the value is not a single range. */
    static @Nullable Range of(String value, int size) {
        Matcher match = SINGLE.matcher(value);
        if (!isSingle(value) || !match.matches()) {
            return null;
        }
        if (match.group(1).isEmpty()) {
            long suffix = Math.min(size, Long.parseLong(match.group(2)));
            return new Range((int) (size - suffix), suffix == 0 ? -1 : size - 1);
        }
        long first = Long.parseLong(match.group(1));
        long last = match.group(2).isEmpty() ? size - 1L : Math.min(size - 1L, Long.parseLong(match.group(2)));
        return first >= size ? new Range(size, size - 1) : new Range((int) first, (int) last);
    }
}
