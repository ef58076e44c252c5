package org.activerouter.proxy.opennap.directory;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of words that may hold some too many and never one too few: a Bloom filter that grows, by which some ten thousand clients
 * with some hundred words each take a few megabytes together. One thread.
 */
final class WordFilter {
    private static final int FIRST_BITS = 1024;
    private static final int BITS_PER_WORD = 12;

    /** Near the best for that many bits per word. */
    private static final int PROBES = 8;

    private final List<long[]> layers = new ArrayList<>(1);
    private int roomInLast;

    void add(long word) {
        if (mayHold(word)) {
            return;
        }
        if (roomInLast == 0) {
            int bits = FIRST_BITS << Math.min(layers.size(), 16);
            layers.add(new long[bits / Long.SIZE]);
            roomInLast = bits / BITS_PER_WORD;
        }
        roomInLast--;
        long[] last = layers.get(layers.size() - 1);
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = bit(word, probe, last);
            last[bit / Long.SIZE] |= 1L << bit;
        }
    }

    void clear() {
        layers.clear();
        roomInLast = 0;
    }

    boolean mayHold(long word) {
        for (long[] layer : layers) {
            if (mayHold(layer, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayHold(long[] layer, long word) {
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = bit(word, probe, layer);
            if ((layer[bit / Long.SIZE] & (1L << bit)) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Two halves of one fingerprint give as many places as needed (Kirsch and Mitzenmacher, 2006). */
    private static int bit(long word, int probe, long[] layer) {
        int hash = (int) word + probe * ((int) (word >>> 32) | 1);
        return hash & (layer.length * Long.SIZE - 1);
    }
}
