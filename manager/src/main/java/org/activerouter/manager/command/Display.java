package org.activerouter.manager.command;

import java.io.IOException;
import java.time.Duration;
import org.activerouter.analyzer.AnalysisSnapshot;

/** Shows a running observation, once per interval. One thread. */
interface Display {
    /** Shows a moment; {@code running} is the time since the start. */
    void show(AnalysisSnapshot snapshot, Duration running) throws IOException;

    /** Gives standard output back for the final report. */
    default void end() throws IOException {}
}
