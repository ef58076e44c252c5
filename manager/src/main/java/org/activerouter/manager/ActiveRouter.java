package org.activerouter.manager;

import java.util.List;
import org.activerouter.manager.command.Console;
import org.activerouter.manager.command.Program;
import org.activerouter.manager.command.StopSignal;

/** The command {@code active-router} as a process. */
public final class ActiveRouter {
    private ActiveRouter() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        StopSignal stop = StopSignal.ofProcess();
        stop.exit(new Program(Console.ofProcess(), stop).run(List.of(arguments)));
    }
}
