package org.activerouter.capture.tcp;

import org.jspecify.annotations.Nullable;

/** What waits for a constant time on a clock that never goes back: sorted by construction, every operation in constant time. */
final class DueQueue {
    private final long delay;

    @Nullable
    private Linked first;

    @Nullable
    private Linked last;

    private int size;

    /**
     * An empty queue.
     *
     * @param delay nanoseconds that everything in it waits
     */
    DueQueue(long delay) {
        this.delay = delay;
    }

    int size() {
        return size;
    }

    @Nullable
    Linked first() {
        return first;
    }

    /** Lets it wait from now on; what waits already starts anew. */
    void add(Linked waiting, long now) {
        remove(waiting);
        waiting.queue = this;
        waiting.due = now + delay;
        waiting.earlier = last;
        if (last == null) {
            first = waiting;
        } else {
            last.later = waiting;
        }
        last = waiting;
        size++;
    }

    /** Forgets it; nothing happens if it does not wait here. */
    void remove(Linked waiting) {
        if (waiting.queue != this) {
            return;
        }
        if (waiting.earlier == null) {
            first = waiting.later;
        } else {
            waiting.earlier.later = waiting.later;
        }
        if (waiting.later == null) {
            last = waiting.earlier;
        } else {
            waiting.later.earlier = waiting.earlier;
        }
        waiting.earlier = null;
        waiting.later = null;
        waiting.queue = null;
        size--;
    }

    /** Takes out the first whose time has come. */
    @Nullable
    Linked poll(long now) {
        Linked head = first;
        if (head == null || head.due > now) {
            return null;
        }
        remove(head);
        return head;
    }
}
