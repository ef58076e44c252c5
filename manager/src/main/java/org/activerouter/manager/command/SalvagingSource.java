package org.activerouter.manager.command;

import java.util.ArrayList;
import java.util.List;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.SourceStatus;
import org.jspecify.annotations.Nullable;

/**
 * Capture files of which some may be damaged: what precedes the damage and the other files are given all the same, and the
 * damage is remembered. Belongs to the thread that reads.
 */
final class SalvagingSource implements FrameSource {
    private final FrameSource files;
    private final int mostObstacles;
    private final List<CaptureException> obstacles = new ArrayList<>();

    /**
     * Reads on behind damage.
     *
     * @param files says each damage once, and goes on when it is asked again
     * @param count how many files they are; the reading ends when each of them has failed
     */
    SalvagingSource(FrameSource files, int count) {
        this.files = files;
        this.mostObstacles = count;
    }

    @Override
    public @Nullable FrameBatch next() {
        try {
            return files.next();
        } catch (CaptureException e) {
            obstacles.add(e);
            return null;
        }
    }

    @Override
    public boolean ended() {
        return obstacles.size() >= mostObstacles || files.ended();
    }

    @Override
    public SourceStatus status() {
        return files.status();
    }

    @Override
    public void close() {
        files.close();
    }

    /** What could not be read, in the order in which it was met. */
    List<CaptureException> obstacles() {
        return List.copyOf(obstacles);
    }
}
