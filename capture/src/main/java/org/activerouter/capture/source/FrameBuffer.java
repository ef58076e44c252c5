package org.activerouter.capture.source;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.activerouter.capture.FrameBatch;
import org.jspecify.annotations.Nullable;

/**
 * Memory outside the heap to which libpcap's own {@code pcap_dump} writes a batch of frames, through a stream of the C
 * library that ends in this memory.
 *
 * <p>The memory is not cleared: only what frames have touched counts as used. It is freed by the collector once nobody can
 * read it any more, never by {@link #close}. One thread at a time.
 */
final class FrameBuffer {
    /** Holds 256 super-packets of 64 KiB; and the more the largest frame fits into it, the fewer calls a batch takes. */
    static final int BYTES = 16 << 20;
    /** Buffered, because pcap_dump writes each record in two small pieces. */
    private static final long STREAM_BUFFER_BYTES = 64 << 10;

    private static final long UNSIGNED = 0xFFFF_FFFFL;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final ByteBuffer frames;
    private final ByteBuffer records;
    private final FrameBatch batch = new FrameBatch();
    private final Pointer stream;
    private @Nullable Pointer dumper;
    private int written;
    private boolean closed;

    FrameBuffer() {
        Memory memory = new Memory(BYTES);
        frames = memory.getByteBuffer(0, BYTES);
        frames.order(ByteOrder.BIG_ENDIAN);
        records = frames.duplicate().order(ByteOrder.nativeOrder());
        Pointer opened = NativeC.fmemopen(memory, BYTES, "w");
        if (opened == null) {
            throw new OutOfMemoryError("no memory for a buffer of captured frames");
        }
        stream = opened;
        NativeC.setvbuf(stream, null, NativeC.IOFBF, STREAM_BUFFER_BYTES);
        NativeC.__fsetlocking(stream, NativeC.FSETLOCKING_BYCALLER);
    }

    /** Empties it for frames of one link type. */
    void begin(int linkType) {
        NativeC.rewind(stream);
        written = 0;
        batch.begin(frames, linkType);
    }

    /** How many frames of at most so many bytes surely fit. */
    int room(int maxFrameBytes) {
        int perFrame = PcapFile.RECORD_HEADER_BYTES + maxFrameBytes;
        return Math.min(FrameBatch.CAPACITY - batch.size(), (BYTES - written) / perFrame);
    }

    /**
     * What {@code pcap_dump} takes as its first argument. Made once: it holds nothing of the handle.
     *
     * @param handle any open handle; its file header is written and made undone
     */
    Pointer dumper(Pointer handle) {
        Pointer opened = dumper;
        if (opened == null) {
            opened = NativePcap.pcap_dump_fopen(handle, stream);
            dumper = opened;
            NativeC.rewind(stream);
        }
        return opened;
    }

    /**
     * Takes into the batch what was dumped since the last call.
     *
     * @param from what {@link #dumper} gave
     * @return how many frames; -1 when the stream holds something else than whole records, so that frames were lost
     */
    int takeDumped(Pointer from) {
        if (NativePcap.pcap_dump_flush(from) != 0) {
            return -1;
        }
        int end = (int) NativePcap.pcap_dump_ftell(from);
        int before = batch.size();
        int at = written;
        while (end - at >= PcapFile.RECORD_HEADER_BYTES && !batch.isFull()) {
            int captured = records.getInt(at + 8);
            long seconds = records.getInt(at) & UNSIGNED;
            long nanos = records.getInt(at + 4) & UNSIGNED;
            at += PcapFile.RECORD_HEADER_BYTES;
            batch.add(at, captured, records.getInt(at - 4), seconds * NANOS_PER_SECOND + nanos);
            at += captured;
        }
        written = at;
        return at == end ? batch.size() - before : -1;
    }

    /** Copies one frame in, where it comes by another way than {@code pcap_dump}. There must be {@link #room} for it. */
    void put(byte[] frame, int wireLength, long nanos) {
        frames.put(written, frame);
        batch.add(written, frame.length, wireLength, nanos);
        written += frame.length;
    }

    /** What was taken so far; it lies in this buffer. */
    FrameBatch batch() {
        return batch;
    }

    /** Gives the stream back; what was read may still be looked at. The thread that fills it. */
    void close() {
        if (!closed) {
            closed = true;
            NativeC.fclose(stream);
        }
    }
}
