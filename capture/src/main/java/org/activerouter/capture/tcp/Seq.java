package org.activerouter.capture.tcp;

/** Order of sequence numbers, which wrap at 2^32 (RFC 9293 section 3.4): right as long as two lie less than 2^31 apart. */
final class Seq {
    private Seq() {}

    static boolean before(int a, int b) {
        return a - b < 0;
    }

    static boolean after(int a, int b) {
        return a - b > 0;
    }

    static int earlier(int a, int b) {
        return a - b < 0 ? a : b;
    }

    static int later(int a, int b) {
        return a - b < 0 ? b : a;
    }

    /** Whether {@code value} lies between the two, both included; these may lie up to 2^32 - 1 apart. */
    static boolean within(int value, int from, int to) {
        return Integer.compareUnsigned(value - from, to - from) <= 0;
    }
}
