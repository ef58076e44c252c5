package org.activerouter.analyzer.opennap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds out by content which query an answer belongs to, while counting cannot tell. One thread; lives only as long as there is
 * doubt.
 *
 * <p>A server finds a file when all words of the query are whole words of its path, in lower case. So an answer <i>fits</i> a
 * query when every result holds all its words. It <i>excludes</i> a query when some result holds none of them; a result that holds
 * only some does not exclude, because servers leave common words out of a query. An answer <i>names</i> a query when it fits that
 * one and excludes all others that it could belong to. One name could be chance. Answers in order that name queries of
 * different words, as many places apart as the answers are, prove the position in the queue.
 *
 * <p>The words of the latest {@value #MEMORY} queries are kept, and {@value #RESULTS_READ} results of an answer read.
 */
final class AnswerEvidence {
    private static final int MEMORY = 64;
    private static final int RESULTS_READ = 8;

    /** A bit per word says which of them were found. */
    private static final int MOST_WORDS = 32;

    private final SearchResult result = new SearchResult();

    /** By query number modulo {@link #MEMORY}; null where the words are not known. */
    private final byte[] @Nullable [][] words = new byte[MEMORY][][];

    private int firstQuery;
    private int lastQuery;

    private int resultsRead;
    private boolean unreadable;

    /** By slot, as a bit: every result of the answer so far holds all words; every result holds at least one. */
    private long fits = -1;

    private long possible = -1;

    private int answers;
    private int namedInOrder;
    private int namedQuery;
    private int namedAnswer;
    private byte @Nullable [][] namedWords;

    /** A query was asked. Its words are unknown if the data are null or no search. */
    void asked(int query, @Nullable ByteBuffer data, int offset, int length) {
        if (firstQuery == 0) {
            firstQuery = query;
        }
        lastQuery = query;
        words[query % MEMORY] = data == null ? null : wordsOf(SearchRequest.read(data, offset, length));
    }

    private static byte @Nullable [][] wordsOf(SearchRequest request) {
        if (!(request instanceof SearchQuery query) || query.words().size() > MOST_WORDS) {
            return null;
        }
        return query.words().stream()
                .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
                .toArray(byte[][]::new);
    }

    /** A result was seen; null data make the answer useless as evidence. */
    void result(@Nullable ByteBuffer data, int offset, int length) {
        if (resultsRead == RESULTS_READ || unreadable) {
            return;
        }
        resultsRead++;
        if (data == null || !result.read(data, offset, length)) {
            unreadable = true;
            return;
        }
        for (int query = oldestKnown(); query != 0 && query <= lastQuery; query++) {
            byte[][] wanted = words[query % MEMORY];
            if (wanted != null) {
                compare(query % MEMORY, wanted, data);
            }
        }
    }

    private void compare(int slot, byte[][] wanted, ByteBuffer data) {
        int found = found(wanted, data, result.pathStart(), result.pathLength());
        if (Integer.bitCount(found) < wanted.length) {
            fits &= ~(1L << slot);
        }
        if (found == 0) {
            possible &= ~(1L << slot);
        }
    }

    private static int found(byte[][] wanted, ByteBuffer data, int start, int length) {
        int found = 0;
        int wordStart = start;
        for (int at = start; at <= start + length; at++) {
            boolean inWord = at < start + length && WireText.isWordCharacter(WireText.lowerCase(data.get(at)));
            if (!inWord) {
                found |= indexOf(wanted, data, wordStart, at - wordStart);
                wordStart = at + 1;
            }
        }
        return found;
    }

    private static int indexOf(byte[][] wanted, ByteBuffer data, int start, int length) {
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].length == length && isSame(wanted[i], data, start)) {
                return 1 << i;
            }
        }
        return 0;
    }

    private static boolean isSame(byte[] word, ByteBuffer data, int start) {
        for (int i = 0; i < word.length; i++) {
            if ((word[i] & 0xFF) != WireText.lowerCase(data.get(start + i))) {
                return false;
            }
        }
        return true;
    }

    private int oldestKnown() {
        return Math.max(firstQuery, lastQuery - MEMORY + 1);
    }

    /** The queries from which on all words are known, as far as they were words; 0 if no query was asked yet. */
    int firstQuery() {
        return oldestKnown();
    }

    /**
     * The query that the answer, as far as it was seen, names among those from {@code oldest} on; 0 if none.
     */
    int named(int oldest) {
        if (resultsRead == 0 || unreadable || firstQuery == 0 || oldest < oldestKnown()) {
            return 0;
        }
        int named = 0;
        for (int query = oldest; query <= lastQuery; query++) {
            int slot = query % MEMORY;
            boolean mayBe = words[slot] == null || (possible >> slot & 1) != 0;
            if (mayBe && (named != 0 || words[slot] == null || (fits >> slot & 1) == 0)) {
                return 0;
            }
            if (mayBe) {
                named = query;
            }
        }
        return named;
    }

    /**
     * An answer is complete.
     *
     * @param oldest as in {@link #named}
     * @param run how many answers in order must name their queries
     * @return the query it is now proven to belong to; 0 if that is not proven
     */
    int answerEnded(int oldest, int run) {
        int query = named(oldest);
        byte[][] its = query == 0 ? null : words[query % MEMORY];
        answers++;
        newAnswer();
        if (its == null) {
            return 0;
        }
        boolean inOrder = namedWords != null
                && query - namedQuery == answers - namedAnswer
                && !Arrays.deepEquals(its, namedWords);
        namedInOrder = inOrder ? namedInOrder + 1 : 1;
        namedQuery = query;
        namedAnswer = answers;
        namedWords = its;
        return namedInOrder >= run ? query : 0;
    }

    /** Answers were lost: what was gathered says nothing about what follows. */
    void startOver() {
        newAnswer();
        namedWords = null;
    }

    private void newAnswer() {
        resultsRead = 0;
        unreadable = false;
        fits = -1;
        possible = -1;
    }
}
