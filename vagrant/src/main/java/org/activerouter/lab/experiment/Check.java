package org.activerouter.lab.experiment;

/**
 * One property that was wanted.
 *
 * @param passed whether it holds
 * @param wanted what was wanted
 * @param measured what was measured
 * @param paper what the paper observed; empty where it does not say
 */
public record Check(boolean passed, String wanted, String measured, String paper) {
    /** PASS or MISSED. */
    public String verdict() {
        return passed ? "PASS" : "MISSED";
    }

    /** One line for a terminal. */
    public String line() {
        String beside = paper.isEmpty() ? "" : " (paper: " + paper + ")";
        return String.format("%-6s  %s: %s%s", verdict(), wanted, measured, beside);
    }
}
