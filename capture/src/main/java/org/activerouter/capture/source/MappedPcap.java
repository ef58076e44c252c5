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
 * A classic pcap file, mapped by the kernel.
 *
 * <p>Records are walked in a copy of some ten kilobytes that stays in the processor's cache. Walked where they are mapped, each
 * record would be a wait for memory: where the next one starts stands in the one before it, so nothing can be fetched ahead. A copy
 * runs straight on, which the processor foresees; it is several times faster than the walk it saves. It also keeps a file that
 * shrinks from hurting anyone but us.
 *
 * <p>Mapped in windows because a ByteBuffer ends at 2 GiB. A window that is done is left to the collector: its pages belong to
 * the page cache, only addresses are held. One thread, but {@link #status} for any.
 */
final class MappedPcap implements FrameSource {
    /** Bytes mapped at a time. */
    static final int WINDOW_BYTES = 1 << 30;
    /** libpcap's own bound (MAXIMUM_SNAPLEN): a record that claims more is damaged. */
    static final int MAX_FRAME_BYTES = 262_144;
    /** What is copied at once: at first, and at most. */
    private static final int FIRST_COPY = 128 * 1024;

    private static final int LARGEST_COPY = 512 * 1024;
    /** Bytes in front of each frame: seconds, fraction, captured length, length on the wire. */
    static final int RECORD_HEADER_BYTES = 16;

    private static final long UNSIGNED = 0xFFFF_FFFFL;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Path path;
    private final FileChannel channel;
    private final long fileBytes;
    private final PcapHeader header;
    private final int windowBytes;
    private final Progress progress;

    private long windowStart;
    private ByteBuffer window = ByteBuffer.allocate(0);

    /** Where in the file the next record starts. */
    private long position = PcapHeader.BYTES;

    /** How much to copy for the next batch. */
    private int appetite = FIRST_COPY;

    private @Nullable Parcel own;
    private long recordsRead;
    private boolean ended;

    /**
     * Takes over an open file whose header was read.
     *
     * @param windowBytes how much to map at a time
     */
    MappedPcap(Path path, FileChannel channel, PcapHeader header, int windowBytes) throws IOException {
        this.path = path;
        this.channel = channel;
        this.header = header;
        this.windowBytes = windowBytes;
        fileBytes = channel.size();
        progress = new Progress(fileBytes);
    }

    @Override
    public @Nullable FrameBatch next() throws CaptureException {
        Parcel parcel = own == null ? new Parcel() : own;
        own = parcel;
        return fill(parcel) ? parcel.batch() : null;
    }

    /** Reads the next records into a batch that brings its own memory; false when there are none any more. */
    boolean fill(Parcel parcel) throws CaptureException {
        parcel.begin(header.linkType());
        try {
            return !ended && fillFurther(parcel);
        } catch (IOException | InternalError e) {
            // The kernel's answer to reading a page that the file no longer has; Java makes it an InternalError.
            throw end(new CaptureException(Kind.BAD_DATA, at("cannot be read further, has it shrunk? " + e), e));
        }
    }

    private boolean fillFurther(Parcel parcel) throws IOException, CaptureException {
        if (channel.size() < fileBytes) {
            throw end(new CaptureException(
                    Kind.BAD_DATA, at("has shrunk while it was read, from " + fileBytes + " to " + channel.size())));
        }
        int walked = copyAndWalk(parcel, appetite);
        if (walked == 0) {
            walked = copyAndWalk(parcel, LARGEST_COPY);
        }
        position += walked;
        progress.reached(position);
        if (walked == 0) {
            finish();
            return false;
        }
        recordsRead += parcel.batch().size();
        // A full batch of frames like these, and a little more; what is copied and not walked is copied again.
        int next = parcel.batch().isFull() ? walked + walked / 16 : 2 * appetite;
        appetite = Math.clamp(next, FIRST_COPY / 8, LARGEST_COPY);
        return true;
    }

    /** The answer is how many bytes of whole records are in the batch now. */
    private int copyAndWalk(Parcel parcel, int wanted) throws IOException {
        int size = (int) Math.min(wanted, fileBytes - position);
        byte[] bytes = parcel.begin(header.linkType(), size);
        int copied = 0;
        while (copied < size) {
            copied += copy(position + copied, bytes, copied, size);
        }
        return walk(parcel.batch(), bytes, size);
    }

    /** The hot loop: about twenty million records a second pass here, so it only reads headers and keeps numbers. */
    private int walk(FrameBatch batch, byte[] bytes, int size) {
        ByteBuffer from = ByteBuffer.wrap(bytes).order(header.order());
        int at = 0;
        int lastHeader = size - RECORD_HEADER_BYTES;
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
        return at;
    }

    /** Copies what the window has from a place in the file on, as far as it is wanted; the answer is how much. */
    private int copy(long from, byte[] bytes, int to, int size) throws IOException {
        if (from < windowStart || from >= windowStart + window.limit()) {
            windowStart = from;
            window = channel.map(FileChannel.MapMode.READ_ONLY, from, Math.min(windowBytes, fileBytes - from));
        }
        int at = (int) (from - windowStart);
        int count = Math.min(size - to, window.limit() - at);
        window.get(at, bytes, to, count);
        return count;
    }

    /** There is no whole record any more: the end of the file, or of what is readable of it. */
    private void finish() throws IOException, CaptureException {
        long left = fileBytes - position;
        if (left == 0) {
            close();
            return;
        }
        if (left < RECORD_HEADER_BYTES) {
            throw truncated(left, RECORD_HEADER_BYTES);
        }
        byte[] record = new byte[RECORD_HEADER_BYTES];
        int copied = copy(position, record, 0, RECORD_HEADER_BYTES);
        copy(position + copied, record, copied, RECORD_HEADER_BYTES);
        long captured = ByteBuffer.wrap(record).order(header.order()).getInt(8) & UNSIGNED;
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
        return path + ": " + what + " (record " + (recordsRead + 1) + ", byte offset " + position + ")";
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
