package org.activerouter.manager.config;

/**
 * What the running router says on standard error. Immutable.
 *
 * @param level the least important that is still said
 */
public record LogConfiguration(Level level) {
    /** How important a line is, from most to least. */
    public enum Level {
        /** Something does not work. */
        ERROR,
        /** Something may soon not work. */
        WARN,
        /** What was decided and done. */
        INFO,
        /** Everything else. */
        DEBUG
    }

    private static final Key<Level> LEVEL = Key.usually(
            "level",
            Types.oneOf(Level.class),
            Level.INFO,
            "The least important that is still said; decisions are said at info.");

    static final Section SECTION = Section.of("log", "What the running router says on standard error.", LEVEL);

    static LogConfiguration read(SectionReader in) {
        return new LogConfiguration(in.get(LEVEL));
    }
}
