package org.activerouter.manager.netfilter;

/**
 * Something on this machine that keeps redirects from working, or that they would disturb.
 *
 * @param severity whether to go on all the same
 * @param text what is the matter
 * @param mend the command or the option that mends it
 */
public record Finding(Severity severity, String text, String mend) {
    /** As it is printed for an operator. */
    @Override
    public String toString() {
        return (severity == Severity.WARN ? "warning: " : "") + text + " (" + mend + ")";
    }

    /** Whether to go on all the same. */
    public enum Severity {
        /** No redirect may be made. */
        REFUSE,
        /** Redirects will work, with what the text says. */
        WARN
    }
}
