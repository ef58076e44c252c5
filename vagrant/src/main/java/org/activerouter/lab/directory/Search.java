package org.activerouter.lab.directory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is searched for.
 *
 * @param words all must occur
 * @param excluded none may occur
 * @param limits all must hold
 * @param most results at most
 */
public record Search(Set<String> words, Set<String> excluded, List<Limit> limits, int most) {
    /** The cap on results, and the number of them where a search does not say. */
    public static final int MOST_RESULTS = 100;

    private static final Pattern TOKEN = Pattern.compile("\\s*(?:\"([^\"]*)\"|([^\\s\"]+))\\s*");

    /** A property that a search can bound. */
    enum Property {
        LINESPEED,
        BITRATE,
        FREQ,
        SIZE,
        DURATION;

        long of(SharedFile file, User owner) {
            return switch (this) {
                case LINESPEED -> owner.linkType();
                case BITRATE -> file.bitrate();
                case FREQ -> file.frequency();
                case SIZE -> file.size();
                case DURATION -> file.seconds();
            };
        }
    }

    /** One bound: the comparison as it is written. */
    record Limit(Property property, String comparison, long value) {
        boolean holds(SharedFile file, User owner) {
            long actual = property.of(file, owner);
            return switch (comparison) {
                case "AT LEAST" -> actual >= value;
                case "AT BEST" -> actual <= value;
                default -> actual == value;
            };
        }
    }

    /** Whether the file is an answer, words aside. */
    boolean admits(SharedFile file, User owner) {
        return limits.stream().allMatch(limit -> limit.holds(file, owner))
                && excluded.stream().noneMatch(file.words()::contains);
    }

    /** Reads a search; empty when it is not one. */
    public static Optional<Search> of(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.lookingAt()) {
            tokens.add(
                    matcher.group(1) != null
                            ? matcher.group(1)
                            : matcher.group(2).toUpperCase(Locale.ROOT));
            end = matcher.end();
            matcher.region(end, text.length());
        }
        return end == text.length() ? new Reader(tokens).search() : Optional.empty();
    }

    /** Walks the tokens once; each term takes its own. */
    private static final class Reader {
        private final List<String> tokens;
        private final Set<String> words = new LinkedHashSet<>();
        private final Set<String> excluded = new LinkedHashSet<>();
        private final List<Limit> limits = new ArrayList<>();
        private int most = MOST_RESULTS;
        private int next;

        Reader(List<String> tokens) {
            this.tokens = tokens;
        }

        Optional<Search> search() {
            while (next < tokens.size()) {
                if (!term(take())) {
                    return Optional.empty();
                }
            }
            return words.isEmpty() ? Optional.empty() : Optional.of(new Search(words, excluded, limits, most));
        }

        private String take() {
            return next < tokens.size() ? tokens.get(next++) : "";
        }

        private boolean term(String name) {
            return switch (name) {
                case "FILENAME" -> fileName(take());
                case "MAX_RESULTS" -> maxResults(take());
                case "LINESPEED", "BITRATE", "FREQ", "SIZE", "DURATION" ->
                    limit(Property.valueOf(name), take(), take());
                case "TYPE" -> !take().isEmpty();
                case "LOCAL", "LOCAL_ONLY" -> true;
                default -> false;
            };
        }

        private boolean fileName(String relation) {
            Set<String> found = Words.of(take());
            return switch (relation) {
                case "CONTAINS" -> words.addAll(found) || !found.isEmpty();
                case "EXCLUDES" -> excluded.addAll(found) || !found.isEmpty();
                default -> false;
            };
        }

        private boolean maxResults(String number) {
            if (!number.matches("\\d{1,9}")) {
                return false;
            }
            most = Math.min(MOST_RESULTS, Integer.parseInt(number));
            return true;
        }

        private boolean limit(Property property, String comparison, String number) {
            String wanted = comparison.toUpperCase(Locale.ROOT);
            boolean known = wanted.equals("AT LEAST") || wanted.equals("AT BEST") || wanted.equals("EQUAL TO");
            if (!known || !number.matches("\\d{1,15}")) {
                return false;
            }
            limits.add(new Limit(property, wanted, Long.parseLong(number)));
            return true;
        }
    }
}
