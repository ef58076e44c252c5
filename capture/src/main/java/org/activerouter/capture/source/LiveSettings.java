package org.activerouter.capture.source;

/**
 * How live interfaces are captured.
 *
 * @param kernelBufferBytes kernel memory per interface in which frames wait for us
 * @param snapLength bytes kept of each frame
 * @param promiscuous whether the device is asked for frames that are not addressed to it
 */
public record LiveSettings(int kernelBufferBytes, int snapLength, boolean promiscuous) {
    /** Refuses sizes that no frame fits into. */
    public LiveSettings {
        if (snapLength < 128 || snapLength > PcapFile.MAX_FRAME_BYTES) {
            throw new IllegalArgumentException(
                    "snapLength must be between 128 and " + PcapFile.MAX_FRAME_BYTES + ", not " + snapLength);
        }
        if (kernelBufferBytes < 1 << 20) {
            throw new IllegalArgumentException("kernelBufferBytes must be at least 1 MiB, not " + kernelBufferBytes);
        }
    }

    /** 64 MiB bridge a pause of a quarter second at a gigabit; 262,144 bytes hold every offloaded super-packet whole. */
    public static LiveSettings defaults() {
        return new LiveSettings(64 << 20, PcapFile.MAX_FRAME_BYTES, true);
    }
}
