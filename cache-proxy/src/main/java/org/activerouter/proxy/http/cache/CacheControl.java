package org.activerouter.proxy.http.cache;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directives of Cache-Control (RFC 9111 section 5.2). Of one that comes twice the stricter counts; a number that is none is 0
 * (section 4.2.1: better stale than wrong). A directive that names fields counts as if it named all.
 */
final class CacheControl {
    /** Nothing was said. */
    static final CacheControl NONE = new CacheControl(Map.of());

    private static final Pattern DIRECTIVE =
            Pattern.compile("([^\\s,=\"]+)\\s*(?:=\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s,]*))?");

    /** RFC 9111 section 1.2.2: what is larger counts as this. */
    private static final long MOST_SECONDS = Integer.MAX_VALUE;

    private final Map<String, String> directives;

    private CacheControl(Map<String, String> directives) {
        this.directives = directives;
    }

    static CacheControl of(@Nullable String value) {
        if (value == null) {
            return NONE;
        }
        Map<String, String> found = new HashMap<>();
        Matcher each = DIRECTIVE.matcher(value);
        while (each.find()) {
            String argument = each.group(2) == null ? "" : each.group(2).replace("\"", "");
            found.merge(each.group(1).toLowerCase(Locale.ROOT), argument, CacheControl::stricter);
        }
        return new CacheControl(found);
    }

    private static String stricter(String one, String other) {
        return seconds(one) <= seconds(other) ? one : other;
    }

    boolean has(String directive) {
        return directives.containsKey(directive);
    }

    /** The seconds of a directive, or what counts without it. */
    long seconds(String directive, long without) {
        String argument = directives.get(directive);
        return argument == null ? without : seconds(argument);
    }

    private static long seconds(String argument) {
        if (argument.isEmpty() || !argument.chars().allMatch(each -> each >= '0' && each <= '9')) {
            return 0;
        }
        long seconds = 0;
        for (int i = 0; i < argument.length(); i++) {
            seconds = Math.min(MOST_SECONDS, seconds * 10 + argument.charAt(i) - '0');
        }
        return seconds;
    }

    /** Whether a directive has no number, which for max-stale means any. */
    boolean isBare(String directive) {
        return "".equals(directives.get(directive));
    }
}
