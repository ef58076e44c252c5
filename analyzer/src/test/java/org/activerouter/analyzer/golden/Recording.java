package org.activerouter.analyzer.golden;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A capture in memory.
 *
 * @param linkType libpcap's DLT number
 * @param frames in the order of capture
 */
record Recording(int linkType, List<RecordedFrame> frames) {
    static final int ETHERNET = 1;

    Recording {
        frames = List.copyOf(frames);
    }

    Recording with(List<RecordedFrame> otherFrames) {
        return new Recording(linkType, otherFrames);
    }

    Recording rewritten(UnaryOperator<Recording> rewrite) {
        return rewrite.apply(this);
    }
}
