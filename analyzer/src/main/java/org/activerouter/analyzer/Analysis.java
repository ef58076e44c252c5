package org.activerouter.analyzer;

import java.util.List;
import org.activerouter.analyzer.load.ClientSnapshot;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.FrameSource;

/**
 * The whole passive half in one object: frames in, snapshots out. {@link #run} belongs to one thread, the analysis thread;
 * {@link #snapshot} and {@link #stop} to any.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Analysis {
    private final AnalysisSettings settings;

    /** An analysis that has not seen a frame yet. */
    public Analysis(AnalysisSettings settings) {
        this.settings = settings;
    }

    /**
     * Analyses frames until the source ends or {@link #stop} is called; then closes every connection.
     *
     * @throws CaptureException when the source cannot be read on; what was seen until then is in the snapshot
     */
    public void run(FrameSource source) throws CaptureException {
        throw new UnsupportedOperationException(source + " " + settings);
    }

    /** Makes {@link #run} return soon. */
    public void stop() {}

    /** What is known: at most a quarter of a second old while running, exact once {@link #run} has returned. */
    public AnalysisSnapshot snapshot() {
        throw new UnsupportedOperationException();
    }

    /** What each client connection did; only after {@link #run} has returned. */
    public List<ClientSnapshot> clients() {
        throw new UnsupportedOperationException();
    }
}
