package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it is put together: which parts were begun, and in which order the client gets them. As much is ahead of the client as
 * there are hands, and only as long as there is room for it. One thread.
 */
final class Parts {
    /** The place after the last byte that is wanted. */
    private final long end;

    private final SplitLimits limits;
    private final Room room;
    private final ByteBufAllocator allocator;
    private final Consumer<ByteBuf> client;
    /** In order; the first is what the client gets next. */
    private final Deque<Part> begun = new ArrayDeque<>();

    /** The place of the first byte of which no part was begun. */
    private long planned;

    /**
     * Nothing was begun.
     *
     * @param wanted which bytes the client wants
     * @param client takes buffers over, in the order of their bytes
     */
    Parts(Extent wanted, SplitLimits limits, Room room, ByteBufAllocator allocator, Consumer<ByteBuf> client) {
        this.planned = wanted.first();
        this.end = wanted.last() + 1;
        this.limits = limits;
        this.room = room;
        this.allocator = allocator;
        this.client = client;
    }

    /** The client has got all. */
    boolean done() {
        return planned == end && begun.isEmpty();
    }

    /** Whether it is what the client gets next. */
    boolean isFirst(Part part) {
        return begun.peek() == part;
    }

    /** The earliest part that nobody does, begun by somebody or new; null when there is none, or no room for it. */
    @Nullable
    Part next() {
        for (Part each : begun) {
            if (each.state() == Part.State.OPEN && !each.complete()) {
                return each;
            }
        }
        boolean ahead = !begun.isEmpty();
        if (planned == end || begun.size() == Split.MOST_HANDS || (ahead && !room.take(limits.part()))) {
            return null;
        }
        return begin(ahead);
    }

    private Part begin(boolean paid) {
        long first = planned;
        planned = Math.min(end, first + limits.part());
        Part part = new Part(first, planned - 1, paid);
        begun.add(part);
        return part;
    }

    /**
     * What follows a part that has gone to the client, for who could do it without being asked: new, or begun by nobody so that a byte of
     * it would have come. Null when it is in better hands, or there is none.
     */
    @Nullable
    Part following(Part before) {
        Part first = begun.peek();
        if (first == null) {
            return planned == end || planned != before.next() ? null : begin(false);
        }
        boolean follows = first.next() == before.next() && first.state() != Part.State.COMING;
        return follows ? first : null;
    }

    /** Bytes of a part have come, no more than are missing. */
    void content(Part part, ByteBuf in, int at, int bytes) {
        if (isFirst(part)) {
            client.accept(in.retainedSlice(at, bytes));
            part.passed(bytes);
            advance();
        } else {
            part.store(in, at, bytes, allocator);
        }
    }

    private void advance() {
        Part first = begun.peek();
        while (first != null && first.complete()) {
            begun.remove();
            free(first);
            first = begun.peek();
            ByteBuf stored = first == null ? null : first.takeStored();
            if (stored != null) {
                client.accept(stored);
            }
        }
    }

    private void free(Part part) {
        part.forget();
        if (part.paid()) {
            room.give(limits.part());
        }
    }

    /** Nothing more is wanted. */
    void abandon() {
        begun.forEach(this::free);
        begun.clear();
    }
}
