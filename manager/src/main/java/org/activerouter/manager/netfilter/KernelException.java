package org.activerouter.manager.netfilter;

/** A change that the kernel did not make. Its message says what to do where that is known. */
final class KernelException extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final String text;

    KernelException(Reason reason, String message) {
        super(message);
        this.reason = reason;
        text = message;
    }

    Reason reason() {
        return reason;
    }

    String text() {
        return text;
    }

    /** Why not. */
    enum Reason {
        /** Another program holds the lock of the rules. */
        BUSY,
        /** The kernel or a script said no. */
        REFUSED,
        /** No answer in time. */
        TIMED_OUT
    }
}
