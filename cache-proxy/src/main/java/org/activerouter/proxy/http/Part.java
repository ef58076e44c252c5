package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** A part of an answer that was begun and has not gone to the client whole. What comes before its turn is stored here. One thread. */
final class Part {
    enum State {
        /** Nobody does it. */
        OPEN,
        /** Somebody was asked for it. */
        ASKED,
        /** It is coming. */
        COMING
    }

    private final long last;
    private final boolean paid;
    private long next;
    private State state = State.OPEN;
    private @Nullable ByteBuf store;

    /**
     * Nothing of it has come, and nobody does it.
     *
     * @param first its first byte's place in the whole
     * @param last its last byte's place
     * @param paid whether room for it was taken
     */
    Part(long first, long last, boolean paid) {
        this.next = first;
        this.last = last;
        this.paid = paid;
    }

    /** The place of the first byte that has not come. */
    long next() {
        return next;
    }

    long last() {
        return last;
    }

    /** How many bytes have not come. */
    int missing() {
        return (int) (last + 1 - next);
    }

    boolean complete() {
        return next > last;
    }

    boolean paid() {
        return paid;
    }

    State state() {
        return state;
    }

    void is(State now) {
        state = now;
    }

    void passed(int bytes) {
        next += bytes;
    }

    /** Copies bytes, so that no more than the part's length is held, however small the pieces are in which it comes. */
    void store(ByteBuf in, int at, int bytes, ByteBufAllocator allocator) {
        ByteBuf room = store == null ? allocator.directBuffer(missing()) : store;
        store = room.writeBytes(in, at, bytes);
        next += bytes;
    }

    /** What was stored, for whoever takes it over; null without any. */
    @Nullable
    ByteBuf takeStored() {
        ByteBuf taken = store;
        store = null;
        return taken;
    }

    void forget() {
        if (store != null) {
            store.release();
            store = null;
        }
    }
}
