package org.activerouter.capture;

import java.util.List;

/**
 * What a source of frames has to say about itself.
 *
 * @param kernelDrops frames the kernel could not hand over because its buffer was full
 * @param interfaceDrops frames the device or its driver lost
 * @param queueDrops frames we could not take over because every batch was in use; 0 from a source that then leaves them in
 *     the kernel's buffer, where they count as kernel drops
 * @param bytesRead bytes of the capture files read so far; 0 for live sources
 * @param bytesTotal bytes of all capture files; -1 where unknown (live, standard input)
 * @param troubles a sentence for each interface that is not being captured right now, and why; empty when all is well
 */
public record SourceStatus(
        long kernelDrops,
        long interfaceDrops,
        long queueDrops,
        long bytesRead,
        long bytesTotal,
        List<String> troubles) {
    /** Keeps its own copy of the list. */
    public SourceStatus {
        troubles = List.copyOf(troubles);
    }

    /** All frames that passed and were not seen. */
    public long lost() {
        return kernelDrops + interfaceDrops + queueDrops;
    }
}
