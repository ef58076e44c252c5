package org.activerouter.analyzer.opennap;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A search, in a form in which two that ask for the same are equal: words without order, in lower case, each once. Immutable.
 *
 * @param words all of them must be in the file's name
 * @param excluded none of them may be
 * @param maxResults how many results are wanted at most; empty where the server's own limit holds
 * @param limits on the file or its sharer, in the order of the message
 * @param contentType the type of file that is wanted, in lower case; empty for the server's default
 * @param local whether linked servers are not to be asked
 */
public record SearchQuery(
        SortedSet<String> words,
        SortedSet<String> excluded,
        OptionalInt maxResults,
        List<Limit> limits,
        Optional<String> contentType,
        boolean local)
        implements SearchRequest {
    /** Keeps its own copies. */
    public SearchQuery {
        words = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(words));
        excluded = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(excluded));
        limits = List.copyOf(limits);
    }

    /** How many results are wanted of a server that gives so many at most; servers take 0 for no wish, and below it for all. */
    public int wanted(int most) {
        int wish = maxResults.orElse(0);
        return wish <= 0 ? most : Math.min(wish, most);
    }

    /** What a limit is about. */
    public enum Property {
        LINESPEED,
        BITRATE,
        FREQ,
        SIZE,
        DURATION
    }

    /** How a property is compared. */
    public enum Comparison {
        AT_LEAST,
        AT_BEST,
        EQUAL_TO
    }

    /**
     * One limit, such as {@code BITRATE "AT LEAST" 128}.
     *
     * @param property of what
     * @param comparison how
     * @param value with what; may be negative, as servers read it
     */
    public record Limit(Property property, Comparison comparison, int value) {}
}
