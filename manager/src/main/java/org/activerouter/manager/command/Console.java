package org.activerouter.manager.command;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.activerouter.manager.report.JsonReport;
import org.activerouter.manager.report.Report;
import org.activerouter.manager.report.TextReport;

/**
 * Where a command speaks.
 *
 * @param out standard output, for the report alone; a stream that throws, so that a full disk is not overlooked
 * @param outReaderMayLeave whether {@code out} is a pipe or a socket, which can fail only because its reader has gone
 * @param outIsTerminal whether somebody looks at {@code out}
 * @param err standard error
 * @param errIsTerminal whether somebody looks at {@code err}
 */
public record Console(
        OutputStream out, boolean outReaderMayLeave, boolean outIsTerminal, PrintStream err, boolean errIsTerminal) {
    private static final String TERMINAL_OUT = "active-router.terminal.out";
    private static final String TERMINAL_ERR = "active-router.terminal.err";

    /** The process's own streams. Java cannot tell what is a terminal in every release: the launcher says it. */
    public static Console ofProcess() {
        return new Console(
                new FileOutputStream(FileDescriptor.out),
                isPipe("/proc/self/fd/1"),
                Boolean.getBoolean(TERMINAL_OUT),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean(TERMINAL_ERR));
    }

    private static boolean isPipe(String descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of(descriptor)).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException e) {
            // Not Linux, or no /proc: the failure will be said like any other.
            return false;
        }
    }

    /** Writes a text to standard output in one piece. */
    void print(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Writes a report to standard output. */
    void print(Report report, boolean asJson) throws IOException {
        if (asJson) {
            JsonReport.write(report, new BufferedOutputStream(out));
        } else {
            print(TextReport.of(report));
        }
    }

    /** Says something to the operator beside the report. */
    void say(String message) {
        err.println("active-router: " + message);
    }
}
