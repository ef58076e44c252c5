package org.activerouter.analyzer.opennap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import org.activerouter.analyzer.opennap.SearchQuery.Comparison;
import org.activerouter.analyzer.opennap.SearchQuery.Limit;
import org.activerouter.analyzer.opennap.SearchQuery.Property;
import org.activerouter.analyzer.opennap.SearchRequest.Invalid;
import org.jspecify.annotations.Nullable;

/** Reads one search, term by term; terms come in any order and any number, their names in capitals or not. One use. */
final class SearchGrammar {
    private static final int SHOWN = 32;

    private final Fields fields;
    private final SortedSet<String> words = new TreeSet<>();
    private final SortedSet<String> excluded = new TreeSet<>();
    private final List<Limit> limits = new ArrayList<>();
    private OptionalInt maxResults = OptionalInt.empty();
    private Optional<String> contentType = Optional.empty();
    private boolean local;

    SearchGrammar(Fields fields) {
        this.fields = fields;
    }

    SearchRequest read() {
        while (fields.next()) {
            String problem = term(fields.text().toUpperCase(Locale.ROOT));
            if (problem != null) {
                return new Invalid(problem);
            }
        }
        if (fields.unterminated()) {
            return new Invalid("a quote is not closed");
        }
        if (words.isEmpty()) {
            return new Invalid("no word to search for");
        }
        return new SearchQuery(words, excluded, maxResults, limits, contentType, local);
    }

    private @Nullable String term(String name) {
        return switch (name) {
            case "FILENAME" -> fileName();
            case "MAX_RESULTS" -> maxResults();
            case "LINESPEED", "BITRATE", "FREQ", "SIZE", "DURATION" -> limit(Property.valueOf(name));
            case "TYPE" -> contentType();
            case "LOCAL", "LOCAL_ONLY" -> {
                local = true;
                yield null;
            }
            default -> "unknown term " + fields.printable(SHOWN);
        };
    }

    private @Nullable String fileName() {
        if (!fields.next()) {
            return "FILENAME without CONTAINS or EXCLUDES";
        }
        String how = fields.text().toUpperCase(Locale.ROOT);
        if (!fields.next()) {
            return "FILENAME without words";
        }
        if (how.equals("CONTAINS")) {
            takeWords(fields.text(), excluded);
        } else if (how.equals("EXCLUDES")) {
            takeWordsInto(excluded, fields.text());
        } else {
            return "FILENAME with neither CONTAINS nor EXCLUDES";
        }
        return null;
    }

    /** Among the words to find, one with a dash before it is a word to leave out. */
    private void takeWords(String text, SortedSet<String> afterDash) {
        for (String part : text.split(" ", -1)) {
            takeWordsInto(part.startsWith("-") ? afterDash : words, part);
        }
    }

    private static void takeWordsInto(SortedSet<String> words, String text) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i <= text.length(); i++) {
            int character = i < text.length() ? WireText.lowerCase((byte) text.charAt(i)) : ' ';
            if (WireText.isWordCharacter(character)) {
                word.append((char) character);
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
    }

    private @Nullable String maxResults() {
        if (!fields.next()) {
            return "MAX_RESULTS without a number";
        }
        OptionalInt number = number();
        if (number.isEmpty()) {
            return "MAX_RESULTS is not a number";
        }
        maxResults = number;
        return null;
    }

    private @Nullable String limit(Property property) {
        if (!fields.next()) {
            return property + " without a comparison";
        }
        Optional<Comparison> comparison = comparison(fields.text().toUpperCase(Locale.ROOT));
        if (comparison.isEmpty()) {
            return property + " with an unknown comparison";
        }
        OptionalInt value = fields.next() ? number() : OptionalInt.empty();
        if (value.isEmpty()) {
            return property + " without a number";
        }
        limits.add(new Limit(property, comparison.get(), value.getAsInt()));
        return null;
    }

    private static Optional<Comparison> comparison(String words) {
        return switch (words) {
            case "AT LEAST" -> Optional.of(Comparison.AT_LEAST);
            case "AT BEST" -> Optional.of(Comparison.AT_BEST);
            case "EQUAL TO" -> Optional.of(Comparison.EQUAL_TO);
            default -> Optional.empty();
        };
    }

    private @Nullable String contentType() {
        if (!fields.next()) {
            return "TYPE without a type";
        }
        contentType = Optional.of(fields.text().toLowerCase(Locale.ROOT));
        return null;
    }

    /** A number as C's strtol takes it, held within the range of an int. */
    private OptionalInt number() {
        String text = fields.text().strip();
        if (!text.matches("[+-]?[0-9]{1,18}")) {
            return OptionalInt.empty();
        }
        long value = Long.parseLong(text);
        return OptionalInt.of((int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value)));
    }
}
