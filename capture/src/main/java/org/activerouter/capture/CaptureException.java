package org.activerouter.capture;

import java.io.Serial;

/** A source of frames cannot be opened or read; the message is for the operator: what is wrong, where, what to do. */
public final class CaptureException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What sort of obstacle it is; commands turn it into an exit code. */
    public enum Kind {
        /** No such file or interface. */
        NOT_FOUND,
        /** The content is not a capture, or a damaged one. */
        BAD_DATA,
        /** The process may not open it. */
        NOT_PERMITTED,
        /** Anything else: a read error, a missing library. */
        FAILED
    }

    /** An obstacle without another exception behind it. */
    public CaptureException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** An obstacle and the exception that showed it. */
    public CaptureException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What sort of obstacle it is. */
    public Kind kind() {
        return kind;
    }
}
