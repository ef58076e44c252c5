package org.activerouter.analyzer.http;

import org.jspecify.annotations.Nullable;

/**
 * What matters of a request's first line (RFC 9112 section 3).
 *
 * @param kind method and path class, as in {@code GET /images}
 * @param method which of the methods that change how an answer is read
 * @param minor minor version; 0 means HTTP/1.0
 */
record RequestLine(String kind, Method method, int minor) {
    private static final int LONGEST_METHOD = 24;
    private static final int LONGEST_CLASS = 32;
    private static final String VERSION = "HTTP/1.";

    enum Method {
        HEAD,
        CONNECT,
        OTHER
    }

    /** The line's meaning; null if it is no request line. */
    static @Nullable RequestLine read(Line line) {
        int method = line.indexOf(' ', 0);
        int target = line.indexOf(' ', method + 1);
        int minor = minorVersion(line, target + 1, line.length());
        boolean valid = method <= LONGEST_METHOD
                && line.isToken(0, method)
                && target > method + 1
                && minor >= 0
                && isTarget(line, method + 1, target);
        return valid ? new RequestLine(kind(line, method, target), method(line, method), minor) : null;
    }

    /** The digit after {@code HTTP/1.}; negative if that is not what is there. */
    static int minorVersion(Line line, int start, int end) {
        int digit = start + VERSION.length();
        boolean fits = end == digit + 1 && line.begins(VERSION, start);
        return fits && isDigit(line.at(digit)) ? line.at(digit) - '0' : -1;
    }

    private static boolean isTarget(Line line, int start, int end) {
        for (int i = start; i < end; i++) {
            if (line.at(i) == '\t') {
                return false;
            }
        }
        return true;
    }

    static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    private static Method method(Line line, int end) {
        return switch (line.text(0, end)) {
            case "HEAD" -> Method.HEAD;
            case "CONNECT" -> Method.CONNECT;
            default -> Method.OTHER;
        };
    }

    /** The first segment of the path, each run of digits as one #: few kinds, whatever is asked for. */
    private static String kind(Line line, int method, int target) {
        StringBuilder kind = new StringBuilder(line.text(0, method)).append(' ');
        int at = pathStart(line, method + 1, target);
        int most = kind.length() + LONGEST_CLASS;
        if (at < target) {
            kind.append((char) line.at(at++));
        }
        for (; at < target && kind.length() < most && !endsSegment(line.at(at)); at++) {
            append(kind, line.at(at));
        }
        return kind.toString();
    }

    /** Behind scheme and authority where a target has them (RFC 9112 section 3.2.2). */
    private static int pathStart(Line line, int start, int end) {
        int at = line.indexOf(':', start);
        boolean absolute = at + 2 < end && line.at(at + 1) == '/' && line.at(at + 2) == '/' && line.at(start) != '/';
        return absolute ? Math.min(line.indexOf('/', at + 3), end) : start;
    }

    private static boolean endsSegment(byte value) {
        return value == '/' || value == '?' || value == '#' || value == ';';
    }

    private static void append(StringBuilder kind, byte value) {
        if (!isDigit(value)) {
            kind.append(value > 0 ? (char) value : '?');
        } else if (kind.charAt(kind.length() - 1) != '#') {
            kind.append('#');
        }
    }
}
