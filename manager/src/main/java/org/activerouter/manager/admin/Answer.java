package org.activerouter.manager.admin;

/**
 * What the running router says to a request.
 *
 * @param outcome how it went
 * @param text what to show to the operator, each line ended
 */
public record Answer(Outcome outcome, String text) {
    /** How a request went. */
    public enum Outcome {
        /** Done. */
        DONE,
        /** The request makes no sense. */
        WRONG,
        /** It was understood and not done; the text says why. */
        REFUSED
    }

    /** The request was carried out, or its question answered. */
    public static Answer done(String text) {
        return new Answer(Outcome.DONE, text);
    }

    /** The request makes no sense. */
    public static Answer wrong(String text) {
        return new Answer(Outcome.WRONG, text);
    }

    /** The request was understood and not done. */
    public static Answer refused(String text) {
        return new Answer(Outcome.REFUSED, text);
    }
}
