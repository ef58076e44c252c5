package org.activerouter.analyzer.history;

import java.io.Serial;

/** The state database cannot be opened; the message is for the operator: what is wrong, where, what to do. */
public final class StateDatabaseException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** An obstacle without another exception behind it. */
    public StateDatabaseException(String message) {
        super(message);
    }

    /** An obstacle and the exception that showed it. */
    public StateDatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
