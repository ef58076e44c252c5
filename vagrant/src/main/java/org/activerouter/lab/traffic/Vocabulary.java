package org.activerouter.lab.traffic;

import java.util.Locale;
import java.util.SplittableRandom;
import org.activerouter.lab.nap.MessageType;
import org.activerouter.lab.nap.NapMessage;

/** Searches, results and shares, made once by seed and then only copied. */
final class Vocabulary {
    private static final int QUERIES = 4096;
    private static final int RESULTS = 8192;
    private static final int SHARES = 2048;
    private static final String[] SYLLABLES = {
        "ma", "don", "na", "blue", "mo", "zart", "tek", "band", "lo", "ve", "rain", "sun", "day", "night", "fi", "re",
        "o", "rio", "son", "ata", "jazz", "trum", "pet", "vio", "lin"
    };

    private final SplittableRandom random;
    private final byte[][] queries = new byte[QUERIES][];
    private final byte[][] results = new byte[RESULTS][];
    private final byte[][] shares = new byte[SHARES][];

    Vocabulary(SplittableRandom random) {
        this.random = random;
        for (int i = 0; i < QUERIES; i++) {
            queries[i] = new NapMessage(MessageType.SEARCH, query()).encoded();
        }
        for (int i = 0; i < RESULTS; i++) {
            results[i] = new NapMessage(MessageType.SEARCH_RESULT, result()).encoded();
        }
        for (int i = 0; i < SHARES; i++) {
            shares[i] = new NapMessage(MessageType.SHARE, "\"" + path() + "\" " + properties()).encoded();
        }
    }

    byte[] query(SplittableRandom which) {
        return queries[which.nextInt(QUERIES)];
    }

    byte[] result(SplittableRandom which) {
        return results[which.nextInt(RESULTS)];
    }

    byte[] share(SplittableRandom which) {
        return shares[which.nextInt(SHARES)];
    }

    private String query() {
        String words = "FILENAME CONTAINS \"" + word() + " " + word() + "\"";
        return switch (random.nextInt(4)) {
            case 0 -> words + " MAX_RESULTS " + (1 + random.nextInt(100)) + " ";
            case 1 -> words + " MAX_RESULTS 100 BITRATE \"AT LEAST\" \"128\"";
            case 2 -> words + " LINESPEED \"AT LEAST\" 4";
            default -> words;
        };
    }

    private String result() {
        int address = random.nextInt();
        return String.format(
                Locale.ROOT,
                "\"%s\" %s user%d %d %d",
                path(),
                properties(),
                random.nextInt(100_000),
                Integer.toUnsignedLong(address),
                random.nextInt(11));
    }

    private String path() {
        String artist = word();
        return "C:\\mp3\\" + artist + "\\" + artist + " - " + word() + ".mp3";
    }

    private String properties() {
        String digest = String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong());
        return digest + " " + (500_000 + random.nextInt(9_000_000)) + " 128 44100 " + (60 + random.nextInt(500));
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        int syllables = 2 + random.nextInt(3);
        for (int i = 0; i < syllables; i++) {
            word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
        }
        return word.toString();
    }
}
