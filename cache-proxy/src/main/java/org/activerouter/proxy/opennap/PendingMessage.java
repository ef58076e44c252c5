package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.activerouter.proxy.opennap.cache.SearchKey;
import org.jspecify.annotations.Nullable;

/** A message that could not be dealt with when it was read: a search, or one behind a search. Immutable. */
public final class PendingMessage {
    private final byte[] message;
    private final @Nullable SearchKey key;

    private PendingMessage(byte[] message, @Nullable SearchKey key) {
        this.message = message;
        this.key = key;
    }

    /**
     * Keeps a copy of a message.
     *
     * @param index where its header begins
     * @param length of its data
     * @param key what it asks for; null if that is no search, or was not looked at yet
     */
    public static PendingMessage copyOf(ByteBuf bytes, int index, int length, @Nullable SearchKey key) {
        byte[] message = new byte[MessageSplitter.HEADER + length];
        bytes.getBytes(index, message);
        return new PendingMessage(message, key);
    }

    /** Header and data. */
    public ByteBuf bytes() {
        return Unpooled.wrappedBuffer(message);
    }

    /** The number of its type. */
    public int type() {
        return (message[2] & 0xFF) | (message[3] & 0xFF) << 8;
    }

    /** Length of the data. */
    public int length() {
        return message.length - MessageSplitter.HEADER;
    }

    /** What it asks for, if that is known. */
    @Nullable
    SearchKey key() {
        return key;
    }
}
