package org.activerouter.manager.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Guesses what was meant by a word that is not known. Stateless; any thread. */
public final class Nearest {
    /** Nobody mistypes a longer word by a letter; and the effort grows with the square of the length. */
    private static final int LONGEST = 64;

    private Nearest() {}

    /**
     * The end of a sentence that says the word is not known.
     *
     * @return {@code ; did you mean X?}, or a full stop when no known word is near
     */
    public static String endOfSentence(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return ".";
        }
        String meant = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .sorted()
                .min(Comparator.comparingInt(candidate -> distance(meant, candidate)))
                .filter(candidate -> isNear(meant, candidate))
                .map(candidate -> "; did you mean " + candidate + "?")
                .orElse(".");
    }

    /** A third of the letters may be wrong: more, and any short word would be near any other. */
    private static boolean isNear(String word, String candidate) {
        return distance(word, candidate) <= Math.max(1, Math.max(word.length(), candidate.length()) / 3);
    }

    /** Single letters added, left out, replaced, or swapped with their neighbour (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cheapest(int[][] d, String a, String b, int i, int j) {
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
