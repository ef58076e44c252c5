package org.activerouter.lab.traffic;

import java.util.Arrays;

/**
 * Which session acts next: a binary heap over one long per session, moment and session number in one word, so that twenty
 * million turns neither allocate nor follow a reference. Equal moments go by session number, hence by seed alone.
 */
final class SessionQueue {
    private static final int SESSION_BITS = 16;
    static final int MOST_SESSIONS = 1 << SESSION_BITS;

    private long[] heap = new long[1024];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(long micros, int session) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        siftUp(size++, micros << SESSION_BITS | session);
    }

    long nextMicros() {
        return heap[0] >>> SESSION_BITS;
    }

    int nextSession() {
        return (int) (heap[0] & (MOST_SESSIONS - 1));
    }

    /** Moves the next session to a later moment. */
    void postpone(long micros) {
        siftDown(micros << SESSION_BITS | nextSession());
    }

    /** Drops the next session. */
    void remove() {
        long last = heap[--size];
        if (size > 0) {
            siftDown(last);
        }
    }

    private void siftUp(int from, long value) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (heap[parent] <= value) {
                break;
            }
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = value;
    }

    private void siftDown(long value) {
        int at = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (value <= heap[child]) {
                break;
            }
            heap[at] = heap[child];
            at = child;
            child = 2 * at + 1;
        }
        heap[at] = value;
    }
}
