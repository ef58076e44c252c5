package org.activerouter.proxy.opennap.cache;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import org.activerouter.analyzer.opennap.WireText;

/**
 * A 64-bit name for a nick, a file or a word, in lower case as servers compare them. FNV-1a begun at a value that is drawn at
 * start, so that nobody outside can choose two nicks of the same fingerprint. Any thread.
 */
public final class Fingerprint {
    private static final long PRIME = 0x100000001b3L;
    private static final long BEGIN = ThreadLocalRandom.current().nextLong();

    private Fingerprint() {}

    /** Of some bytes of text. */
    public static long of(ByteBuffer text, int start, int length) {
        return spread(goOn(BEGIN, text, start, length));
    }

    /** Of some bytes of text that belong to somebody or something named before. */
    public static long of(long owner, ByteBuffer text, int start, int length) {
        return spread(goOn(owner, text, start, length));
    }

    /** Of a word as {@link org.activerouter.analyzer.opennap.SearchQuery} holds it: one character a byte. */
    public static long of(String word) {
        long hash = BEGIN;
        for (int i = 0; i < word.length(); i++) {
            hash = (hash ^ WireText.lowerCase((byte) word.charAt(i))) * PRIME;
        }
        return spread(hash);
    }

    /** Of bytes as they are, capitals too. */
    static long of(byte[] bytes, int start, int length) {
        long hash = BEGIN;
        for (int i = start; i < start + length; i++) {
            hash = (hash ^ bytes[i]) * PRIME;
        }
        return spread(hash);
    }

    private static long goOn(long hash, ByteBuffer text, int start, int length) {
        long next = hash;
        for (int i = start; i < start + length; i++) {
            next = (next ^ WireText.lowerCase(text.get(i))) * PRIME;
        }
        return next;
    }

    private static long spread(long hash) {
        return (hash ^ (hash >>> 32)) * PRIME;
    }
}
