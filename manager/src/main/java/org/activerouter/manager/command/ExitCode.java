package org.activerouter.manager.command;

import org.activerouter.capture.CaptureException;

/** How a command ends, for scripts: the numbers of BSD's {@code sysexits.h}, and a shell's number for an interruption. */
public enum ExitCode {
    /** Done. Also when the reader of standard output left early, and when {@code observe} was asked to end. */
    OK(0, "done"),
    /** The command line is wrong. */
    USAGE(64, "the command line is wrong"),
    /** A file is not a capture, or damaged; what was read before the damage has been reported. */
    BAD_DATA(65, "a file is not a capture, or is damaged (what was read before the damage is reported)"),
    /** No such file or interface. */
    NO_INPUT(66, "no such file or interface"),
    /** No Java to run on, which the launcher says, or no running router to ask. */
    UNAVAILABLE(69, "no Java to run on, only a part of the installation, or no running router to ask"),
    /** An error in the program itself. */
    INTERNAL(70, "an error in the program itself"),
    /** Redirects would not work on this machine; given by {@code run} when a policy wants to act. */
    UNFIT(71, "redirects would not work on this machine (the message says what mends it)"),
    /** Reading or writing failed. */
    IO_ERROR(74, "reading or writing failed"),
    /** The running router understood and did not do it. */
    REFUSED(75, "the running router did not do it (the message says why)"),
    /** The process may not do that. */
    NOT_PERMITTED(77, "not permitted (the message says what to grant)"),
    /** A configuration cannot be used; everything that is wrong with it has been said. */
    CONFIG(78, "the configuration cannot be used (every problem is said, with file and line)"),
    /** {@code analyze} was interrupted; what was read before has been reported. */
    INTERRUPTED(130, "analyze was interrupted (what was read before is reported)");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** What the process returns. */
    public int number() {
        return number;
    }

    /** A phrase for the help. */
    public String meaning() {
        return meaning;
    }

    /** The code for an obstacle met by a source of frames. */
    static ExitCode of(CaptureException obstacle) {
        return switch (obstacle.kind()) {
            case NOT_FOUND -> NO_INPUT;
            case BAD_DATA -> BAD_DATA;
            case NOT_PERMITTED -> NOT_PERMITTED;
            case FAILED -> IO_ERROR;
        };
    }
}
