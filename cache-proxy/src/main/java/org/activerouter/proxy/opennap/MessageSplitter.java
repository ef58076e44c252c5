package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.activerouter.analyzer.opennap.NapStanding;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of one direction into messages: {@code <length u16><type u16><data>}, little-endian, {@code length} counting the
 * data only. Bytes come cut anywhere. One thread.
 *
 * <p>A message that its receiver wants whole is handed over where it lies, or put together if it came in pieces. Of all others no
 * byte is held back: they are handed on piece by piece, however long they are.
 */
public final class MessageSplitter {
    /** Bytes before the data of each message. */
    public static final int HEADER = 4;

    /** Takes the messages of one direction, in their order. */
    public interface Receiver {
        /**
         * A message begins.
         *
         * @return whether it is wanted whole; else its bytes come as they are
         */
        boolean begins(int type, int length);

        /** A whole message: its header is at this index, its data follow. The buffer is lent. */
        void message(int type, int length, ByteBuf bytes, int index);

        /** The header is complete of a message whose first bytes went before; the rest of it comes in pieces. */
        void begun(int type);

        /** A piece of a message that was not wanted whole, the header included. The buffer is lent. */
        void piece(ByteBuf bytes, int index, int count);
    }

    private final Receiver receiver;
    private final byte[] header = new byte[HEADER];
    private int headerBytes;
    private int passing;
    /** Bytes of a header that went before, and those that followed. */
    private int begunHeader;

    private boolean stopped;

    private byte @Nullable [] collected;
    private int collectedBytes;

    /** Stands at a boundary. */
    public MessageSplitter(Receiver receiver) {
        this.receiver = receiver;
    }

    /** Begins in the middle of a message: its first bytes have gone to the other end, so the rest follows as it comes. */
    public void resume(NapStanding.Unfinished message) {
        passing = message.missing();
        begunHeader = message.headerBytes();
        for (int i = 0; i < begunHeader; i++) {
            header[i] = (byte) (message.header() >> (8 * i));
        }
        if (passing > 0) {
            receiver.begun(message.type());
        }
    }

    /** From here on bytes come as they are; what was held back comes first. */
    public void stop() {
        stopped = true;
    }

    /** Whether a part of a message was handed on, and the rest of it is to follow before anything else may. */
    public boolean hasBegunToPass() {
        return begunHeader > 0 || passing > 0;
    }

    /** The next bytes, from reader to writer index; the buffer is lent and keeps its indices. */
    public void bytes(ByteBuf in) {
        int at = in.readerIndex();
        int end = in.writerIndex();
        while (at < end) {
            if (stopped) {
                at = pass(in, at, end - at);
            } else if (passing > 0) {
                at = passOn(in, at, end);
            } else if (begunHeader > 0) {
                at = passHeader(in, at, end);
            } else if (collected != null) {
                at = collect(collected, in, at, end);
            } else if (headerBytes > 0 || end - at < HEADER) {
                at = collectHeader(in, at, end);
            } else {
                at = inPlace(in, at, end);
            }
        }
    }

    private int pass(ByteBuf in, int at, int count) {
        giveBack();
        receiver.piece(in, at, count);
        return at + count;
    }

    /** Hands on what is held back; what follows comes as it is. */
    public void giveBack() {
        if (collected != null) {
            byte[] held = Arrays.copyOf(collected, collectedBytes);
            collected = null;
            receiver.piece(wrap(held), 0, held.length);
        } else if (headerBytes > 0) {
            byte[] held = Arrays.copyOf(header, headerBytes);
            headerBytes = 0;
            receiver.piece(wrap(held), 0, held.length);
        }
    }

    private static ByteBuf wrap(byte[] bytes) {
        return Unpooled.wrappedBuffer(bytes);
    }

    private int passOn(ByteBuf in, int at, int end) {
        int count = Math.min(passing, end - at);
        passing -= count;
        receiver.piece(in, at, count);
        return at + count;
    }

    private int passHeader(ByteBuf in, int at, int end) {
        int count = Math.min(HEADER - begunHeader, end - at);
        in.getBytes(at, header, begunHeader, count);
        begunHeader += count;
        receiver.piece(in, at, count);
        if (begunHeader == HEADER) {
            begunHeader = 0;
            passing = unsignedShort(0);
            receiver.begun(unsignedShort(2));
        }
        return at + count;
    }

    private int inPlace(ByteBuf in, int at, int end) {
        int length = in.getUnsignedShortLE(at);
        int type = in.getUnsignedShortLE(at + 2);
        if (!receiver.begins(type, length)) {
            if (stopped) {
                return at;
            }
            passing = HEADER + length;
            return passOn(in, at, end);
        }
        if (end - at < HEADER + length) {
            collected = new byte[HEADER + length];
            collectedBytes = 0;
            return collect(collected, in, at, end);
        }
        receiver.message(type, length, in, at);
        return at + HEADER + length;
    }

    private int collectHeader(ByteBuf in, int at, int end) {
        int count = Math.min(HEADER - headerBytes, end - at);
        in.getBytes(at, header, headerBytes, count);
        headerBytes += count;
        if (headerBytes == HEADER) {
            beginCollected();
        }
        return at + count;
    }

    private void beginCollected() {
        int length = unsignedShort(0);
        boolean whole = receiver.begins(unsignedShort(2), length);
        if (stopped) {
            giveBack();
            return;
        }
        headerBytes = 0;
        if (whole) {
            collected = Arrays.copyOf(header, HEADER + length);
            collectedBytes = HEADER;
            endIfComplete(collected);
        } else {
            passing = length;
            receiver.piece(wrap(header.clone()), 0, HEADER);
        }
    }

    private int unsignedShort(int at) {
        return (header[at] & 0xFF) | (header[at + 1] & 0xFF) << 8;
    }

    private int collect(byte[] message, ByteBuf in, int at, int end) {
        int count = Math.min(message.length - collectedBytes, end - at);
        in.getBytes(at, message, collectedBytes, count);
        collectedBytes += count;
        endIfComplete(message);
        return at + count;
    }

    private void endIfComplete(byte[] message) {
        if (collectedBytes == message.length) {
            collected = null;
            ByteBuf whole = wrap(message);
            receiver.message(whole.getUnsignedShortLE(2), message.length - HEADER, whole, 0);
        }
    }
}
