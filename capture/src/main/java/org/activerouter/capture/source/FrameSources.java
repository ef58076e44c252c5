package org.activerouter.capture.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.FrameSource;

/** Where an operator's words for a source become one. Any thread. */
public final class FrameSources {
    private FrameSources() {}

    /**
     * Capture files as one stream of frames, ordered by time stamp.
     *
     * <p>Each file counts as ordered in itself. A file that turns out to be damaged gives what precedes the damage, then
     * {@link FrameSource#next} throws once; asked again it goes on with the other files.
     *
     * @param names paths in any order, at least one
     * @throws CaptureException when one of them cannot be opened or is no capture
     */
    public static FrameSource files(List<String> names) throws CaptureException {
        List<FrameSource> opened = new ArrayList<>();
        try {
            for (String name : names) {
                opened.add(CaptureFiles.open(Path.of(name), MappedPcap.WINDOW_BYTES));
            }
        } catch (CaptureException e) {
            opened.forEach(FrameSource::close);
            throw e;
        }
        return opened.size() == 1 ? opened.getFirst() : new MergedSource(opened);
    }
}
