package org.activerouter.manager.report;

/** Makes text from the network harmless for a terminal and a log: it can neither move the cursor nor pose as our words. */
public final class Printable {
    private Printable() {}

    /** The text on one line, with everything escaped that is not a visible character. */
    public static String text(String untrusted) {
        return text(untrusted, Integer.MAX_VALUE);
    }

    /** The same, and at most {@code longest} characters of the original. */
    public static String text(String untrusted, int longest) {
        StringBuilder safe = new StringBuilder();
        int[] points = untrusted.codePoints().limit(longest).toArray();
        for (int point : points) {
            append(safe, point);
        }
        boolean cut = untrusted.codePointCount(0, untrusted.length()) > points.length;
        return cut ? safe.append("...").toString() : safe.toString();
    }

    private static void append(StringBuilder safe, int point) {
        if (point == '\\') {
            safe.append("\\\\");
        } else if (isVisible(point)) {
            safe.appendCodePoint(point);
        } else {
            safe.append(String.format(point < 0x100 ? "\\x%02x" : "\\u{%x}", point));
        }
    }

    /** Left out: controls, direction marks, line separators, marks that stack on their neighbour, what has no meaning. */
    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK -> false;
            case Character.SPACE_SEPARATOR -> point == ' ';
            default -> true;
        };
    }
}
