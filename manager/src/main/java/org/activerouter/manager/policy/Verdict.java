package org.activerouter.manager.policy;

/**
 * What is thought of a server, and on which evidence. Its text is the log line, the row of the audit and the answer to
 * {@code why}. Immutable.
 */
public sealed interface Verdict {
    /** What it rests on. */
    Evidence evidence();

    /** One sentence without a full stop. */
    String text();

    /** One word: {@code well}, {@code overloaded}, {@code relieved}, {@code unknown}. */
    String word();

    /** The server is not overloaded, and is not redirected. */
    record Well(Evidence evidence) implements Verdict {
        @Override
        public String text() {
            return "well: " + evidence.text();
        }

        @Override
        public String word() {
            return "well";
        }
    }

    /** The server is overloaded, or would be at once if its clients came back. */
    record Overloaded(Evidence evidence, Ground ground) implements Verdict {
        @Override
        public String text() {
            return "overloaded" + ground.words + ": " + evidence.text();
        }

        @Override
        public String word() {
            return "overloaded";
        }
    }

    /** The server is redirected, and need not be any more. */
    record Relieved(Evidence evidence, String because) implements Verdict {
        @Override
        public String text() {
            return "relieved, " + because + ": " + evidence.text();
        }

        @Override
        public String word() {
            return "relieved";
        }
    }

    /**
     * No verdict is given.
     *
     * @param detail what is missing, reads on after the word "unknown"
     */
    record Unknown(Evidence evidence, Doubt doubt, String detail) implements Verdict {
        @Override
        public String text() {
            return "unknown, " + detail + ": " + evidence.text();
        }

        @Override
        public String word() {
            return "unknown";
        }
    }

    /** Why a server counts as overloaded. */
    enum Ground {
        /** A threshold is passed. */
        PASSED(""),
        /** It was overloaded, and is not yet below the low threshold. */
        NOT_YET_LOW(" still"),
        /** It has not answered a single query of the window. A threshold is passed, because the queries wait. */
        SILENT(", not a single answer"),
        /** It is well with the load that it has, but not with what it would get back. */
        WOULD_RETURN(" if its clients came back; without them");

        private final String words;

        Ground(String words) {
            this.words = words;
        }
    }

    /** Why no verdict is given. */
    enum Doubt {
        /** The server or the capture has not been watched for a whole window. */
        WINDOW_NOT_FULL,
        /** The analysis does not keep up, or has stopped. */
        ANALYSIS_BEHIND,
        /** The capture has lost frames. */
        CAPTURE_LOSS,
        /** Fewer queries or answers than a verdict needs. */
        FEW_SAMPLES,
        /** Fewer clients than a verdict needs. */
        FEW_CLIENTS,
        /** One client asks more than its share. */
        GREEDY_CLIENT,
        /** The server's own past is not known for long enough. */
        NO_BASELINE
    }
}
