package org.activerouter.capture.tcp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bytes that wait for their acknowledgement, in order: one {@link HeldQueue} per direction, all out of one pool of blocks.
 *
 * <p>A queue is a chain of blocks; a block holds records of length, acknowledgement and stamp of the segment and then its
 * bytes, so that holding a segment costs no object and telling it reads the lines that writing it has touched. Free blocks
 * are a stack: the one used last is the one still in the processor's cache.
 *
 * <pre>
 * block:  next block (4) | sequence number of the first record (4) | records ...
 * record: length (4) | acknowledgement (4) | nanos (8) | bytes; a length of 0 closes the block
 * </pre>
 */
final class HeldBlocks {
    private static final int BLOCK_SHIFT = 9;
    private static final int BLOCK = 1 << BLOCK_SHIFT;
    static final int NONE = -1;
    private static final int RECORD = 16;

    private static final int BLOCK_MASK = BLOCK - 1;
    private static final int BLOCK_HEADER = 8;
    private static final int CHUNK_SHIFT = 20;
    private static final int CHUNK = 1 << CHUNK_SHIFT;
    private static final int CHUNK_MASK = CHUNK - 1;
    /** Less room than this is left empty, so that records do not crumble. */
    private static final int CRUMB = 64;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private int maxBlocks;
    private byte[][] chunks = new byte[0][];
    private ByteBuffer[] views = new ByteBuffer[0];
    private int free = NONE;
    private int made;
    private int used;

    /** Sets the cap on the memory of all blocks in use. */
    void allow(long maxBytes) {
        maxBlocks = (int) Math.min(maxBytes >> BLOCK_SHIFT, Integer.MAX_VALUE >> BLOCK_SHIFT);
    }

    /** The most that holding so many bytes can take: what heads of blocks and records cost, and blocks that are not filled. */
    static int mostFor(int bytes) {
        return bytes + bytes / 16 + 2 * BLOCK;
    }

    /** Bytes of all blocks in use. */
    long bytes() {
        return (long) used * BLOCK;
    }

    /**
     * Appends to the queue of a direction.
     *
     * @return how many bytes found room under the cap
     */
    int append(HeldQueue h, int seq, ByteBuffer from, int at, int length, int ack, long nanos) {
        int done = 0;
        while (done < length) {
            int room = room(h.tail) - RECORD;
            if (room < Math.min(length - done, CRUMB)) {
                if (!lengthen(h, seq + done)) {
                    return done;
                }
                room = BLOCK - BLOCK_HEADER - RECORD;
            }
            int count = Math.min(room, length - done);
            int tail = h.tail;
            byte[] chunk = chunks[tail >>> CHUNK_SHIFT];
            int record = tail & CHUNK_MASK;
            INT.set(chunk, record, count);
            INT.set(chunk, record + 4, ack);
            LONG.set(chunk, record + 8, nanos);
            from.get(at + done, chunk, record + RECORD, count);
            h.tail = tail + RECORD + count;
            done += count;
        }
        return done;
    }

    /** A tail at a block's border means that the block is full: no record starts there. */
    private static int room(int tail) {
        return tail == NONE ? 0 : (BLOCK - tail) & BLOCK_MASK;
    }

    private boolean lengthen(HeldQueue h, int seq) {
        int block = take();
        if (block == NONE) {
            return false;
        }
        setInt(block, NONE);
        setInt(block + 4, seq);
        if (h.tail == NONE) {
            h.head = block + BLOCK_HEADER;
        } else {
            if (room(h.tail) >= 4) {
                setInt(h.tail, 0);
            }
            setInt((h.tail - 1) & ~BLOCK_MASK, block);
        }
        h.tail = block + BLOCK_HEADER;
        return true;
    }

    private int take() {
        if (used >= maxBlocks) {
            return NONE;
        }
        used++;
        if (free != NONE) {
            int block = free;
            free = getInt(block);
            return block;
        }
        int block = made * BLOCK;
        made++;
        if (block >>> CHUNK_SHIFT == chunks.length) {
            addChunk();
        }
        return block;
    }

    private void addChunk() {
        byte[] chunk = new byte[CHUNK];
        chunks = Arrays.copyOf(chunks, chunks.length + 1);
        views = Arrays.copyOf(views, views.length + 1);
        chunks[chunks.length - 1] = chunk;
        views[views.length - 1] = ByteBuffer.wrap(chunk);
    }

    private void release(int block) {
        setInt(block, free);
        free = block;
        used--;
    }

    /** Gives back all blocks of a direction. */
    void clear(HeldQueue h) {
        if (h.head == NONE) {
            return;
        }
        int last = (h.tail - 1) & ~BLOCK_MASK;
        int block = (h.head - 1) & ~BLOCK_MASK;
        while (block != last) {
            int next = getInt(block);
            release(block);
            block = next;
        }
        release(block);
        h.head = NONE;
        h.tail = NONE;
    }

    /** Goes to the first record, past the end of a block that was told; the queue must not be empty. */
    void settle(HeldQueue h) {
        if (room(h.head) < 4 || getInt(h.head) == 0) {
            int block = (h.head - 1) & ~BLOCK_MASK;
            int next = getInt(block);
            release(block);
            h.head = next + BLOCK_HEADER;
        }
    }

    /** Length, acknowledgement and stamp of the first record, and its bytes; after {@link #settle}. */
    int length(HeldQueue h) {
        return getInt(h.head);
    }

    int ack(HeldQueue h) {
        return getInt(h.head + 4);
    }

    long nanos(HeldQueue h) {
        return (long) LONG.get(chunks[h.head >>> CHUNK_SHIFT], (h.head & CHUNK_MASK) + 8);
    }

    /** A view of the first bytes of the first record; good until the next call. */
    ByteBuffer view(HeldQueue h, int count) {
        int at = (h.head & CHUNK_MASK) + RECORD;
        return views[h.head >>> CHUNK_SHIFT].limit(at + count).position(at);
    }

    /** Takes away the first bytes of the first record. What is left of it gets a record header of its own in their place. */
    void consume(HeldQueue h, int count) {
        int length = length(h);
        if (count < length) {
            int ack = ack(h);
            long nanos = nanos(h);
            h.head += count;
            setInt(h.head, length - count);
            setInt(h.head + 4, ack);
            LONG.set(chunks[h.head >>> CHUNK_SHIFT], (h.head & CHUNK_MASK) + 8, nanos);
            return;
        }
        h.head += RECORD + length;
        if (h.head == h.tail) {
            release((h.head - 1) & ~BLOCK_MASK);
            h.head = NONE;
            h.tail = NONE;
        }
    }

    /** A copy of the first bytes that are held, at most so many. */
    ByteBuffer copy(HeldQueue h, int most) {
        ByteBuffer copy = ByteBuffer.allocate(most);
        int position = h.head;
        while (h.head != NONE && position != h.tail && copy.hasRemaining()) {
            if (room(position) < 4 || getInt(position) == 0) {
                position = getInt((position - 1) & ~BLOCK_MASK) + BLOCK_HEADER;
                continue;
            }
            int length = getInt(position);
            int at = position + RECORD;
            copy.put(chunks[at >>> CHUNK_SHIFT], at & CHUNK_MASK, Math.min(length, copy.remaining()));
            position = at + length;
        }
        return copy.flip();
    }

    private int getInt(int position) {
        return (int) INT.get(chunks[position >>> CHUNK_SHIFT], position & CHUNK_MASK);
    }

    private void setInt(int position, int value) {
        INT.set(chunks[position >>> CHUNK_SHIFT], position & CHUNK_MASK, value);
    }

    /**
     * Whether any held byte differs from another copy of it. Only what lies in the queue is compared.
     *
     * @param from first sequence number to compare
     * @param to the one after the last
     * @param copy where the other copy lies, the byte of {@code from} at {@code at}
     */
    boolean differs(HeldQueue h, int from, int to, ByteBuffer copy, int at) {
        if (h.head == NONE || !Seq.before(from, to)) {
            return false;
        }
        int position = h.head;
        int seq = h.told;
        while (Seq.before(seq, to)) {
            if (position == h.tail) {
                return false;
            }
            int block = (position - 1) & ~BLOCK_MASK;
            int next = getInt(block);
            boolean skip = block != ((h.tail - 1) & ~BLOCK_MASK) && !Seq.after(getInt(next + 4), from);
            if (skip || room(position) < 4 || getInt(position) == 0) {
                position = next + BLOCK_HEADER;
                seq = getInt(next + 4);
                continue;
            }
            int length = getInt(position);
            int start = Seq.later(seq, from);
            int end = Seq.earlier(seq + length, to);
            if (Seq.before(start, end)
                    && differs(position + RECORD + start - seq, end - start, copy, at + start - from)) {
                return true;
            }
            seq += length;
            position += RECORD + length;
        }
        return false;
    }

    private boolean differs(int position, int length, ByteBuffer copy, int at) {
        byte[] chunk = chunks[position >>> CHUNK_SHIFT];
        int offset = position & CHUNK_MASK;
        for (int i = 0; i < length; i++) {
            if (chunk[offset + i] != copy.get(at + i)) {
                return true;
            }
        }
        return false;
    }
}
