package org.activerouter.manager.command;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large the terminal is.
 *
 * @param rows its lines
 * @param columns characters in each
 */
record TerminalSize(int rows, int columns) {
    /** What a terminal has that says nothing of itself. */
    static final TerminalSize USUAL = new TerminalSize(24, 80);

    private static final int LEAST = 10;
    private static final Pattern ANSWER = Pattern.compile("(\\d{1,5}) (\\d{1,5})\\s*");

    /** Asks {@code stty}: Java has no call for it. */
    static TerminalSize ofProcess() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // No controlling terminal, or no stty: the usual size shows enough.
            return USUAL;
        }
    }

    /** Reads {@code rows columns}; a terminal that claims to have no size has the usual one. */
    static TerminalSize parse(String answer) {
        Matcher matcher = ANSWER.matcher(answer);
        if (!matcher.matches()) {
            return USUAL;
        }
        int rows = Integer.parseInt(matcher.group(1));
        int columns = Integer.parseInt(matcher.group(2));
        return rows == 0 || columns == 0 ? USUAL : new TerminalSize(Math.max(LEAST, rows), Math.max(LEAST, columns));
    }
}
