package org.activerouter.proxy.opennap.directory;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.activerouter.analyzer.opennap.SearchQuery;
import org.activerouter.proxy.opennap.cache.Fingerprint;
import org.activerouter.proxy.opennap.cache.SearchKey;

/** One file of a client. Immutable; each is made once, and is equal to itself only. */
final class SharedFile {
    /** Of the object, its arrays and its place in the client's list; measured on a heap of 100,000. */
    private static final int FRAME_BYTES = 250;

    private final Sharer sharer;
    private final long name;
    private final byte[] text;
    private final long[] words;
    private final long[] possibleWords;
    private final long[] properties;

    /**
     * A file.
     *
     * @param sharer whose it is
     * @param name the fingerprint of sharer and path
     * @param text {@code "path" md5 size bitrate frequency seconds}, as it begins a search result
     * @param words the fingerprints of the words by which every server finds it, sorted
     * @param possibleWords the fingerprints of the words by which some server finds it, sorted
     * @param properties size, bitrate, frequency and duration
     */
    SharedFile(Sharer sharer, long name, byte[] text, long[] words, long[] possibleWords, long[] properties) {
        this.sharer = sharer;
        this.name = name;
        this.text = text;
        this.words = words;
        this.possibleWords = possibleWords;
        this.properties = properties;
    }

    long name() {
        return name;
    }

    /** What it takes in memory, about. */
    int weight() {
        return FRAME_BYTES + text.length + Long.BYTES * (words.length + possibleWords.length);
    }

    /** Whether this is its path, letter by letter. */
    boolean isNamed(ByteBuffer path, int start, int length) {
        return text.length > length + 1
                && text[length + 1] == '"'
                && ByteBuffer.wrap(text, 1, length).equals(path.slice(start, length));
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
                && isWithinLimits(key);
    }

    /** Whether some server may find it by that search: one that takes only one of the words for worth to be looked at. */
    boolean mayHaveWords(SearchKey key) {
        for (long word : key.words()) {
            if (Arrays.binarySearch(possibleWords, word) >= 0) {
                return true;
            }
        }
        return false;
    }

    boolean isWithinLimits(SearchKey key) {
        return key.query().limits().stream().allMatch(this::isWithin);
    }

    /** Whether every server finds it by these words. */
    boolean hasWords(SearchKey key) {
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
