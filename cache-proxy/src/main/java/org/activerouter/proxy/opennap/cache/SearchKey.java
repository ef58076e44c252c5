package org.activerouter.proxy.opennap.cache;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.activerouter.analyzer.opennap.SearchQuery;
import org.activerouter.analyzer.opennap.SearchRequest;
import org.activerouter.analyzer.opennap.WireText;
import org.jspecify.annotations.Nullable;

/**
 * A search at one server in the form in which two are equal if the server gives them the same answer, but for the asker's own
 * files. What changes the answer is part of it: the words, the number of results wanted, every limit, and whether the asker is
 * firewalled, because such a one gets no firewalled sharers. Immutable; any thread.
 */
public final class SearchKey {
    /** What it takes in memory beside its text, with the query and its words; measured on a heap of 100,000. */
    private static final int FRAME_BYTES = 450;

    private final ServerShelf shelf;
    private final boolean firewalled;
    private final String canonical;
    private final SearchQuery query;
    private final long[] words;
    private final int hash;

    private SearchKey(ServerShelf shelf, boolean firewalled, String canonical, SearchQuery query) {
        this.shelf = shelf;
        this.firewalled = firewalled;
        this.canonical = canonical;
        this.query = query;
        this.words = query.words().stream().mapToLong(Fingerprint::of).toArray();
        this.hash = Long.hashCode(Fingerprint.of(canonical)) + 31 * shelf.hashCode() + Boolean.hashCode(firewalled);
    }

    /** The key of the data of a search message; null if they are no search that a server would carry out. */
    static @Nullable SearchKey read(ServerShelf shelf, boolean firewalled, ByteBuffer data, int offset, int length) {
        if (!(SearchRequest.read(data, offset, length) instanceof SearchQuery query)) {
            return null;
        }
        // One of the two real servers takes LOCAL and refuses LOCAL_ONLY.
        boolean localOnly = query.local() && WireText.mentions(data, offset, length, "local_only");
        return new SearchKey(shelf, firewalled, canonical(query) + (localOnly ? " LOCAL_ONLY" : ""), query);
    }

    /** Limits of one property keep their order: a later one may replace an earlier one. */
    private static String canonical(SearchQuery query) {
        List<SearchQuery.Limit> limits = new ArrayList<>(query.limits());
        limits.sort(Comparator.comparing(SearchQuery.Limit::property));
        StringBuilder text = new StringBuilder(String.join(" ", query.words()));
        query.excluded().forEach(word -> text.append(" -").append(word));
        query.maxResults().ifPresent(most -> text.append(" MAX ").append(most));
        limits.forEach(limit -> text.append(' ')
                .append(limit.property())
                .append(limit.comparison())
                .append(limit.value()));
        query.contentType().ifPresent(type -> text.append(" TYPE ").append(type));
        return query.local() ? text.append(" LOCAL").toString() : text.toString();
    }

    /** Where answers of that server are. */
    ServerShelf shelf() {
        return shelf;
    }

    /** What is searched for. */
    public SearchQuery query() {
        return query;
    }

    /** The fingerprints of its words; not to be changed. */
    public long[] words() {
        return words;
    }

    /** Whether the asker can be reached by others. */
    public boolean firewalled() {
        return firewalled;
    }

    int weight() {
        return FRAME_BYTES + canonical.length() * 3;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof SearchKey key
                        && key.hash == hash
                        && key.shelf == shelf
                        && key.firewalled == firewalled
                        && key.canonical.equals(canonical));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** For people: the search and its server. */
    @Override
    public String toString() {
        return canonical + " at " + shelf.server() + (firewalled ? " for a firewalled client" : "");
    }
}
