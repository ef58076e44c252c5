package org.activerouter.analyzer.golden;

/** One frame of a recording, whole. Its bytes are shared between recordings and never changed. */
final class RecordedFrame {
    private final byte[] bytes;
    private final long nanos;

    RecordedFrame(byte[] bytes, long nanos) {
        this.bytes = bytes;
        this.nanos = nanos;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Its stamp, nanoseconds since 1970 UTC. */
    long nanos() {
        return nanos;
    }

    RecordedFrame at(long otherNanos) {
        return new RecordedFrame(bytes, otherNanos);
    }

    RecordedFrame with(byte[] otherBytes) {
        return new RecordedFrame(otherBytes, nanos);
    }
}
