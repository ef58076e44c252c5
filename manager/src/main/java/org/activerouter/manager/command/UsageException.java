package org.activerouter.manager.command;

import java.io.Serial;

/** The command line is wrong; the message says what, where, and what to do. */
final class UsageException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
