package org.activerouter.proxy.opennap.directory;

import java.util.Arrays;
import org.activerouter.analyzer.opennap.SearchQuery;
import org.activerouter.proxy.opennap.cache.Fingerprint;
import org.activerouter.proxy.opennap.cache.SearchKey;

/** One file of a redirected client. Immutable; each is made once, and is equal to itself only. */
final class SharedFile {
    private final Sharer sharer;
    private final long name;
    private final byte[] text;
    private final long[] words;
    private final long[] properties;

    /**
     * A file.
     *
     * @param sharer whose it is
     * @param name the fingerprint of sharer and path
     * @param text {@code "path" md5 size bitrate frequency seconds}, as it begins a search result
     * @param words the fingerprints of the words by which every server finds it, sorted
     * @param properties size, bitrate, frequency and duration
     */
    SharedFile(Sharer sharer, long name, byte[] text, long[] words, long[] properties) {
        this.sharer = sharer;
        this.name = name;
        this.text = text;
        this.words = words;
        this.properties = properties;
    }

    long name() {
        return name;
    }

    long[] words() {
        return words;
    }

    /** The data of the search result that tells of it. */
    byte[] result() {
        byte[] end = sharer.text();
        byte[] result = Arrays.copyOf(text, text.length + end.length);
        System.arraycopy(end, 0, result, text.length, end.length);
        return result;
    }

    /** Whether it belongs to the answer to a search of that client. */
    boolean answers(SearchKey key, long recipient) {
        return sharer.asker().fingerprint() != recipient
                && !(key.firewalled() && sharer.asker().firewalled())
                && hasWords(key)
                && key.query().excluded().stream().noneMatch(word -> has(Fingerprint.of(word)))
                && key.query().limits().stream().allMatch(this::isWithin);
    }

    private boolean hasWords(SearchKey key) {
        for (long word : key.words()) {
            if (!has(word)) {
                return false;
            }
        }
        return true;
    }

    private boolean has(long word) {
        return Arrays.binarySearch(words, word) >= 0;
    }

    private boolean isWithin(SearchQuery.Limit limit) {
        long value = switch (limit.property()) {
            case LINESPEED -> sharer.linkType();
            case SIZE -> properties[0];
            case BITRATE -> properties[1];
            case FREQ -> properties[2];
            case DURATION -> properties[3];
        };
        return switch (limit.comparison()) {
            case AT_LEAST -> value >= limit.value();
            case AT_BEST -> value <= limit.value();
            case EQUAL_TO -> value == limit.value();
        };
    }
}
