package org.activerouter.proxy.http;

import java.util.BitSet;

/** Which bytes may stand where in a message of HTTP/1.x. Stateless. */
final class Chars {
    private static final boolean[] TOKEN = table("!#$%&'*+-.^_`|~", true);

    /** What a host and port are made of (RFC 3986 section 3.2.2). */
    private static final boolean[] HOST = table("-._~!$&'()*+,;=%:[]", true);

    private Chars() {}

    private static boolean[] table(String marks, boolean alphanumeric) {
        BitSet set = new BitSet(256);
        marks.chars().forEach(set::set);
        if (alphanumeric) {
            set.set('0', '9' + 1);
            set.set('A', 'Z' + 1);
            set.set('a', 'z' + 1);
        }
        boolean[] table = new boolean[256];
        set.stream().forEach(each -> table[each] = true);
        return table;
    }

    /** {@code tchar} of RFC 9110 section 5.6.2. */
    static boolean isToken(byte each) {
        return TOKEN[each & 0xFF];
    }

    static boolean isHost(byte each) {
        return HOST[each & 0xFF];
    }

    /** What a field's value may hold (RFC 9110 section 5.5): no control characters but the tab. */
    static boolean isValue(byte each) {
        return each >= ' ' ? each != 0x7F : each < 0 || each == '\t';
    }

    /** What a request target may hold; bytes from 0x80 are not allowed there, yet browsers send them and servers take them. */
    static boolean isTarget(byte each) {
        return each > ' ' ? each != 0x7F : each < 0;
    }

    static boolean isBlank(byte each) {
        return each == ' ' || each == '\t';
    }

    static boolean isDigit(byte each) {
        return each >= '0' && each <= '9';
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(byte each) {
        return Character.digit((char) (each & 0xFF), 16);
    }

    /** Whether text at a place is a word in lower case, whatever its own case. */
    static boolean same(byte[] text, int start, int end, String lower) {
        if (end - start != lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            byte each = text[start + i];
            int folded = each >= 'A' && each <= 'Z' ? each | 0x20 : each;
            if (folded != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
