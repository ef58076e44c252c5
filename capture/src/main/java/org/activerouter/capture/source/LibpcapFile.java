package org.activerouter.capture.source;

import java.util.List;
import java.util.Locale;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.CaptureException.Kind;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.SourceStatus;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;

/**
 * Whatever libpcap can read that is no plain pcap file: pcapng, older formats, a pipe, standard input. One thread, but
 * {@link #status} for any.
 */
final class LibpcapFile implements FrameSource {
    private final String name;
    private final PcapHandle handle;
    private final FrameReader reader;
    private final FrameBuffer buffer = new FrameBuffer();
    private final Progress progress;
    private long framesRead;
    private @Nullable CaptureException failure;
    private boolean ended;

    /**
     * Takes over an open handle.
     *
     * @param name what to call it in messages
     * @param totalBytes of the file; -1 where it has no size
     */
    LibpcapFile(String name, PcapHandle handle, FrameReader reader, long totalBytes) {
        this.name = name;
        this.handle = handle;
        this.reader = reader;
        progress = new Progress(totalBytes);
    }

    @Override
    public @Nullable FrameBatch next() throws CaptureException {
        if (ended) {
            return null;
        }
        boolean more = failure == null && fill() > 0;
        if (more) {
            return buffer.batch();
        }
        close();
        if (failure != null) {
            throw failure;
        }
        return null;
    }

    private int fill() {
        reader.begin(buffer);
        try {
            reader.read(buffer);
        } catch (PcapNativeException e) {
            // Said only after the frames before it were given.
            long record = framesRead + buffer.batch().size() + 1;
            failure = new CaptureException(
                    Kind.BAD_DATA,
                    String.format(Locale.ROOT, "%s: is damaged: %s (record %d)", name, e.getMessage(), record),
                    e);
        }
        framesRead += buffer.batch().size();
        progress.reached(reader.filePosition());
        return buffer.batch().size();
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public SourceStatus status() {
        return new SourceStatus(0, 0, 0, progress.reached(), progress.total(), List.of());
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            handle.close();
            buffer.close();
        }
    }
}
