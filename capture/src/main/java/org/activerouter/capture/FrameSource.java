package org.activerouter.capture;

import org.jspecify.annotations.Nullable;

/** Gives frames in batches. Driven by one thread. */
public interface FrameSource extends AutoCloseable {
    /**
     * The next frames, valid until the next call. A live source waits up to 20 ms for one.
     *
     * @return null when there is nothing: for ever if {@link #ended}, else for now (a live source; ask again)
     * @throws CaptureException when the source cannot be read further; what was given before stays good, and
     *     asked again it goes on with what is left (other files) unless it has {@link #ended}
     */
    @Nullable
    FrameBatch next() throws CaptureException;

    /** Whether no frame will come any more. A live source ends only when it is closed. */
    boolean ended();

    /**
     * Marks this moment. Called between two calls of {@link #next}, by the thread that makes them.
     *
     * @return reached at once for a source that is not live: nothing comes in there as time goes by
     */
    default CaptureMark mark() {
        return () -> true;
    }

    /** What the source lost and where it stands; any thread. */
    SourceStatus status();

    @Override
    void close();
}
