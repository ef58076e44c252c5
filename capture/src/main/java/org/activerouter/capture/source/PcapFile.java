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
 * A classic pcap file, read some ten kilobytes at a time into the buffer where its frames will be looked at.
 *
 * <p>Read and not mapped: a read is one run straight through the kernel's large pages, where a mapping costs a page fault for every
 * few pages and the processor a new address translation for each. On virtual machines that made a mapping several times dearer than
 * the copy it saves. Records are walked in the buffer because it stays in the processor's cache: where the next one
 * starts stands in the one before it, so that in memory each would be a wait.
 *
 * <p>One thread, but {@link #status} for any.
 */
final class PcapFile implements FrameSource {
    /** libpcap's own bound (MAXIMUM_SNAPLEN): a record that claims more is damaged. */
    static final int MAX_FRAME_BYTES = 262_144;
    /** What is read at once: at first, and at most. */
    private static final int FIRST_READ = 128 * 1024;

    private static final int LARGEST_READ = 512 * 1024;
    /** Bytes in front of each frame: seconds, fraction, captured length, length on the wire. */
    static final int RECORD_HEADER_BYTES = 16;

    private static final long UNSIGNED = 0xFFFF_FFFFL;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Path path;
    private final FileChannel channel;
    private final long fileBytes;
    private final PcapHeader header;
    private final Progress progress;

    /** Where in the file the next record starts. */
    private long position = PcapHeader.BYTES;

    /** How much to read for the next batch. */
    private int appetite = FIRST_READ;

    private @Nullable Parcel own;
    private long recordsRead;
    private boolean ended;

    /** Takes over an open file whose header was read. */
    PcapFile(Path path, FileChannel channel, PcapHeader header) throws IOException {
        this.path = path;
        this.channel = channel;
        this.header = header;
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
        } catch (IOException e) {
            throw end(new CaptureException(Kind.BAD_DATA, at("cannot be read further: " + e), e));
        }
    }

    private boolean fillFurther(Parcel parcel) throws IOException, CaptureException {
        int walked = readAndWalk(parcel, appetite);
        if (walked == 0) {
            walked = readAndWalk(parcel, LARGEST_READ);
        }
        position += walked;
        progress.reached(position);
        if (walked == 0) {
            finish();
            return false;
        }
        recordsRead += parcel.batch().size();
        appetite = Math.clamp(nextAppetite(parcel.batch().isFull(), walked), FIRST_READ / 8, LARGEST_READ);
        return true;
    }

    /**
     * A full batch of frames like these, and a little more. What is read and not walked is read again, so it follows slowly: frames
     * of many sizes fill a batch now with less and now with more.
     */
    private int nextAppetite(boolean full, int walked) {
        return full ? appetite - (appetite - walked - walked / 16) / 16 : appetite + appetite / 32;
    }

    /** The answer is how many bytes of whole records are in the batch now. */
    private int readAndWalk(Parcel parcel, int wanted) throws IOException, CaptureException {
        int size = (int) Math.min(wanted, fileBytes - position);
        ByteBuffer bytes = parcel.begin(header.linkType(), size);
        read(bytes, size);
        return walk(parcel.batch(), bytes.duplicate().order(header.order()), size);
    }

    /** Reads so many bytes from where the next record starts. */
    private void read(ByteBuffer into, int size) throws IOException, CaptureException {
        into.clear().limit(size);
        while (into.hasRemaining()) {
            if (channel.read(into, position + into.position()) < 0) {
                throw end(new CaptureException(
                        Kind.BAD_DATA,
                        at("has shrunk while it was read, from " + fileBytes + " to " + channel.size())));
            }
        }
        into.clear();
    }

    /** The hot loop: about twenty million records a second pass here, so it only reads headers and keeps numbers. */
    private int walk(FrameBatch batch, ByteBuffer from, int size) {
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
        ByteBuffer record = ByteBuffer.allocate(RECORD_HEADER_BYTES).order(header.order());
        read(record, RECORD_HEADER_BYTES);
        long captured = record.getInt(8) & UNSIGNED;
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
