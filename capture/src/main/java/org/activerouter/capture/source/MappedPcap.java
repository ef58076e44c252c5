package org.activerouter.capture.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.CaptureException.Kind;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.SourceStatus;
import org.jspecify.annotations.Nullable;

/**
 * A classic pcap file, read where the kernel mapped it: no byte is copied.
 *
 * <p>Mapped in windows because a ByteBuffer ends at 2 GiB; a record that straddles the end of a window is where the next
 * one starts. A window that is done is left to the collector: its pages belong to the page cache, only addresses are
 * held. One thread, but {@link #status} for any.
 */
final class MappedPcap implements FrameSource {
    /** Bytes mapped at a time. */
    static final int WINDOW_BYTES = 1 << 30;
    /** libpcap's own bound (MAXIMUM_SNAPLEN): a record that claims more is damaged. */
    static final int MAX_FRAME_BYTES = 262_144;
    /** Bytes in front of each frame: seconds, fraction, captured length, length on the wire. */
    static final int RECORD_HEADER_BYTES = 16;

    private static final long UNSIGNED = 0xFFFF_FFFFL;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Path path;
    private final FileChannel channel;
    private final long fileBytes;
    private final PcapHeader header;
    private final int windowBytes;
    private final FrameBatch batch = new FrameBatch();
    private final Progress progress;

    private long windowStart;
    private int position;
    /** The window for the consumer (network byte order), and for us (the file's byte order). */
    private ByteBuffer frames = ByteBuffer.allocate(0);

    private ByteBuffer records = frames;
    private long recordsRead;
    private boolean ended;

    /**
     * Takes over an open file whose header was read.
     *
     * @param windowBytes how much to map at a time; at least the largest record
     */
    MappedPcap(Path path, FileChannel channel, PcapHeader header, int windowBytes) throws IOException {
        this.path = path;
        this.channel = channel;
        this.header = header;
        this.windowBytes = windowBytes;
        fileBytes = channel.size();
        windowStart = PcapHeader.BYTES;
        progress = new Progress(fileBytes);
    }

    @Override
    public @Nullable FrameBatch next() throws CaptureException {
        try {
            return ended ? null : nextBatch();
        } catch (IOException | InternalError e) {
            // The kernel's answer to reading a page that the file no longer has; Java makes it an InternalError.
            throw end(new CaptureException(Kind.BAD_DATA, at("cannot be read further, has it shrunk? " + e), e));
        }
    }

    private @Nullable FrameBatch nextBatch() throws IOException, CaptureException {
        if (channel.size() < fileBytes) {
            throw end(new CaptureException(
                    Kind.BAD_DATA, at("has shrunk while it was read, from " + fileBytes + " to " + channel.size())));
        }
        walk();
        if (batch.size() == 0 && mapFurther()) {
            walk();
        }
        progress.reached(windowStart + position);
        if (batch.size() == 0) {
            finish();
            return null;
        }
        recordsRead += batch.size();
        return batch;
    }

    /** The hot loop: about twenty million records a second pass here, so it only reads headers and keeps numbers. */
    private void walk() {
        batch.begin(frames, header.linkType());
        ByteBuffer from = records;
        int at = position;
        int lastHeader = from.limit() - RECORD_HEADER_BYTES;
        int nanosPerUnit = header.nanosPerUnit();
        while (at <= lastHeader && !batch.isFull()) {
            int captured = from.getInt(at + 8);
            if (captured < 0 || captured > MAX_FRAME_BYTES || captured > lastHeader - at) {
                break;
            }
            long seconds = from.getInt(at) & UNSIGNED;
            long fraction = from.getInt(at + 4) & UNSIGNED;
            batch.add(
                    at + RECORD_HEADER_BYTES,
                    captured,
                    from.getInt(at + 12),
                    seconds * NANOS_PER_SECOND + fraction * nanosPerUnit);
            at += RECORD_HEADER_BYTES + captured;
        }
        position = at;
    }

    /** Maps the window that starts at the current record; false when the window already reaches to the end of the file. */
    private boolean mapFurther() throws IOException {
        if (windowStart + records.limit() == fileBytes) {
            return false;
        }
        windowStart += position;
        position = 0;
        long bytes = Math.min(windowBytes, fileBytes - windowStart);
        frames = channel.map(FileChannel.MapMode.READ_ONLY, windowStart, bytes);
        records = frames.duplicate().order(header.order());
        return true;
    }

    /** There is no whole record any more: the end of the file, or of what is readable of it. */
    private void finish() throws CaptureException {
        int left = records.limit() - position;
        if (left == 0) {
            close();
            return;
        }
        if (left < RECORD_HEADER_BYTES) {
            throw truncated(left, RECORD_HEADER_BYTES);
        }
        long captured = records.getInt(position + 8) & UNSIGNED;
        if (captured <= MAX_FRAME_BYTES) {
            throw truncated(left, RECORD_HEADER_BYTES + captured);
        }
        throw end(new CaptureException(
                Kind.BAD_DATA,
                at(String.format(
                        Locale.ROOT,
                        "is damaged: the record says %,d bytes, more than the %,d that a frame can have",
                        captured,
                        MAX_FRAME_BYTES))));
    }

    private CaptureException truncated(long bytes, long wanted) {
        return end(new CaptureException(
                Kind.BAD_DATA,
                at("ends in the middle of a record (" + bytes + " of " + wanted
                        + " bytes are there); is it still being written?")));
    }

    private String at(String what) {
        return path + ": " + what + " (record " + (recordsRead + 1) + ", byte offset " + (windowStart + position) + ")";
    }

    private CaptureException end(CaptureException why) {
        close();
        return why;
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
        ended = true;
        try {
            channel.close();
        } catch (IOException e) {
            // It was only read: nothing can be lost.
            return;
        }
    }
}
