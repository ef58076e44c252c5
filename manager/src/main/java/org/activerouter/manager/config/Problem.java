package org.activerouter.manager.config;

/**
 * One thing that is wrong with a configuration. Immutable.
 *
 * @param file the file in which it stands
 * @param line its line from 1; 0 where the file as a whole is meant
 * @param path what it is about, {@code policies.slow.window}; empty where no key is meant
 * @param message what is wrong
 * @param hint what to do about it; empty where the message says it all
 */
public record Problem(String file, int line, String path, String message, String hint) {
    /** {@code router.conf:12: policies.slow.window: MESSAGE (HINT)}. */
    public String text() {
        String start = new Place(file, line) + ": " + (path.isEmpty() ? "" : path + ": ");
        return start + message + (hint.isEmpty() ? "" : " (" + hint + ")");
    }
}
