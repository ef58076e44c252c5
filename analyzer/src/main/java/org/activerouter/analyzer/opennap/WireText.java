package org.activerouter.analyzer.opennap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What the bytes of a message say as text: Latin-1, length told by the frame, written by anybody. Any thread. */
public final class WireText {
    private static final int DELETE = 0x7F;
    private static final int FIRST_BEYOND_CONTROLS = 0xA0;

    private WireText() {}

    /** Whether there are only characters that a line of text may hold: no control character but the tab. */
    public static boolean isLine(ByteBuffer data, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            int character = data.get(i) & 0xFF;
            if ((character < ' ' && character != '\t') || character == DELETE) {
                return false;
            }
        }
        return true;
    }

    /** The text, at most {@code limit} characters of it, each control character replaced so that no log is led astray. */
    public static String printable(ByteBuffer data, int offset, int length, int limit) {
        byte[] text = new byte[Math.min(length, limit)];
        data.get(offset, text);
        return printable(new String(text, StandardCharsets.ISO_8859_1));
    }

    /** The text, one character a byte, with each control character replaced. */
    static String printable(String text) {
        char[] shown = text.toCharArray();
        for (int i = 0; i < shown.length; i++) {
            boolean control = shown[i] < ' ' || (shown[i] >= DELETE && shown[i] < FIRST_BEYOND_CONTROLS);
            shown[i] = control ? '?' : shown[i];
        }
        return new String(shown);
    }

    /** Whether a word stands somewhere in the text, in capitals or not. */
    public static boolean mentions(ByteBuffer data, int offset, int length, String lowerCaseWord) {
        for (int from = offset; from <= offset + length - lowerCaseWord.length(); from++) {
            if (startsWith(data, from, lowerCaseWord)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(ByteBuffer data, int from, String lowerCaseWord) {
        for (int i = 0; i < lowerCaseWord.length(); i++) {
            if (lowerCase(data.get(from + i)) != lowerCaseWord.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Lower case as servers in the C locale see it: only A to Z change. */
    public static int lowerCase(byte character) {
        return character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character & 0xFF;
    }

    /** Whether a (lower-case) character is part of a word: letters, digits, the apostrophe, everything beyond ASCII. */
    public static boolean isWordCharacter(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= '0' && character <= '9')
                || character == '\''
                || character > DELETE;
    }
}
