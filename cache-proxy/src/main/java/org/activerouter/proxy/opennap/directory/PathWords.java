package org.activerouter.proxy.opennap.directory;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.activerouter.analyzer.opennap.WireText;
import org.activerouter.proxy.opennap.cache.Fingerprint;

/**
 * The words of a shared file's path. The two real servers do not agree which of them a search finds: one looks at the whole path,
 * the other at the file's name without its suffix and the folder it lies in. Stateless.
 */
final class PathWords {
    private PathWords() {}

    /** The words by which some server may find it: all. */
    static long[] all(ByteBuffer path, int start, int length) {
        return of(path, start, start + length);
    }

    /** The words by which every server finds it. */
    static long[] certain(ByteBuffer path, int start, int length) {
        int end = start + length;
        int name = lastIndexOf(path, start, end, '\\') + 1;
        int folder = name == start ? start : lastIndexOf(path, start, name - 1, '\\') + 1;
        int suffix = lastIndexOf(path, name, end, '.');
        return of(path, folder, suffix > name ? suffix : end);
    }

    /** One before the start if it is not there. */
    private static int lastIndexOf(ByteBuffer text, int start, int end, char wanted) {
        int at = end - 1;
        while (at >= start && text.get(at) != wanted) {
            at--;
        }
        return at;
    }

    private static long[] of(ByteBuffer text, int start, int end) {
        Set<Long> words = new LinkedHashSet<>();
        int wordStart = start;
        for (int at = start; at <= end; at++) {
            boolean inWord = at < end && WireText.isWordCharacter(WireText.lowerCase(text.get(at)));
            if (!inWord) {
                if (at > wordStart) {
                    words.add(Fingerprint.of(text, wordStart, at - wordStart));
                }
                wordStart = at + 1;
            }
        }
        long[] found = words.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(found);
        return found;
    }
}
