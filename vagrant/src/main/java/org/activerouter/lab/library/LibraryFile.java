package org.activerouter.lab.library;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A file that can be shared, searched for and fetched.
 *
 * @param number from 0
 * @param keywords what finds it; its name is made of them
 */
public record LibraryFile(int number, List<String> keywords) {
    private static final String FOLDER = "C:\\music\\";
    private static final int SMALLEST_BYTES = 8_192;

    /** Keeps its own copy of the keywords. */
    public LibraryFile {
        keywords = List.copyOf(keywords);
    }

    /** Its name without folder and suffix. */
    public String name() {
        return String.join(" ", keywords) + " " + (number + 1);
    }

    /** The path under which it is shared. */
    public String path() {
        return FOLDER + name() + ".mp3";
    }

    /** Its bytes: the same wherever it is shared, and other files have others. */
    public byte[] content() {
        byte[] bytes = new byte[SMALLEST_BYTES + number];
        new SplittableRandom(number).nextBytes(bytes);
        return bytes;
    }

    /** What a sharer says of its content. */
    public String digest() {
        return digest(content());
    }

    /** The digest of bytes that were fetched. */
    public static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /** The message text that shares it. */
    public String share() {
        return "\"" + path() + "\" " + digest() + " " + (SMALLEST_BYTES + number) + " 128 44100 240";
    }
}
