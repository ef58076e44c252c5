package org.activerouter.capture.source;

import java.util.ArrayList;
import java.util.Collections;
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
     * @param names paths in any order, at least one; {@code -} is standard input, which Java must not have read from
     * @throws CaptureException when one of them cannot be opened or is no capture
     */
    public static FrameSource files(List<String> names) throws CaptureException {
        if (names.isEmpty() || Collections.frequency(names, Libpcap.STANDARD_INPUT) > 1) {
            throw new IllegalArgumentException("at least one file, and standard input only once, not " + names);
        }
        List<FrameSource> opened = new ArrayList<>();
        try {
            for (String name : names) {
                opened.add(CaptureFiles.open(name));
            }
        } catch (CaptureException e) {
            opened.forEach(FrameSource::close);
            throw e;
        }
        return new ReadAhead(opened.size() == 1 ? opened.getFirst() : new MergedSource(opened));
    }

    /**
     * Live interfaces, each read by a thread of its own from now on.
     *
     * @param names at least one; {@code any} is libpcap's sum of all
     * @param filter what is captured on each; {@link LiveSource#filter} changes it
     * @throws CaptureException when one of them does not exist or may not be captured. One that is down is only a trouble
     *     in {@link FrameSource#status}
     */
    public static LiveSource interfaces(List<String> names, CaptureFilter filter) throws CaptureException {
        return interfaces(names, filter, LiveSettings.defaults());
    }

    /** As {@link #interfaces(List, CaptureFilter)}, with buffers of one's own choice. */
    public static LiveSource interfaces(List<String> names, CaptureFilter filter, LiveSettings settings)
            throws CaptureException {
        return LiveSource.open(names, filter, settings);
    }
}
