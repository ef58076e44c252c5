package org.activerouter.capture.tcp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * From the two ends of a connection to the number of what is known about it: open addressing with linear probing.
 *
 * <p>The hashes lie by themselves, each with its entry's number, so that looking up reads one cache line of them in nearly all cases
 * and then only the row of the entry it wants ({@link PlainFlows}), which begins with the two ends. Removal closes the hole at once
 * (Knuth, TAOCP volume 3, section 6.4, algorithm R): no tombstones.
 */
final class FlowTable {
    static final int NONE = -1;
    private static final int INITIAL = 1024;

    private final Rows rows;

    /** Hash and, in the lower half, number of what is in each slot; 0, which is no hash, where it is empty. */
    private long[] slots = new long[INITIAL];

    private @Nullable Entry[] entries = new @Nullable Entry[INITIAL];

    /** Numbers that were given back, to be used again; and how many there are of them and of all. */
    private int[] free = new int[INITIAL];

    private int freed;
    private int numbered;
    private int size;

    FlowTable(Rows rows) {
        this.rows = rows;
    }

    int size() {
        return size;
    }

    /** The number of a segment's connection, {@link #NONE} if it is not here. */
    int find(Segment s) {
        int mask = slots.length - 1;
        for (int slot = s.hash & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
            long there = slots[slot];
            if (Rows.high(there) == s.hash && isBetween(Rows.low(there), s)) {
                return Rows.low(there);
            }
        }
        return NONE;
    }

    /** Whether a number belongs to a segment's connection. A number that is not in use belongs to none. */
    boolean isBetween(int id, Segment s) {
        long[] row = rows.of(id);
        int at = Rows.at(id);
        boolean ipv6 = (row[at + PlainFlows.KIND] & PlainFlows.IPV6) != 0;
        return row[at + PlainFlows.KEY_A] == s.aBottom
                && row[at + PlainFlows.KEY_B] == s.bBottom
                && ipv6 == s.ipv6
                && (!ipv6 || get(id).isBetween(s));
    }

    /** What has a number that {@link #find} gave. */
    Entry get(int id) {
        Entry entry = entries[id];
        if (entry == null) {
            throw new IndexOutOfBoundsException(id);
        }
        return entry;
    }

    /** Loads the cache line a look-up will need; the result only keeps the compiler from leaving the load out. */
    int touch(int hash) {
        return (int) slots[hash & (slots.length - 1)];
    }

    /** The number that a look-up will find, in all likelihood; {@link #NONE} if there is nothing. */
    int guess(int hash) {
        long there = slots[hash & (slots.length - 1)];
        return there == 0 ? NONE : Rows.low(there);
    }

    /** Adds an entry for ends that are not in the table. */
    void add(Entry entry) {
        if (size * 2 >= slots.length) {
            grow();
        }
        number(entry);
        place(Rows.pack(entry.hash, entry.id));
        size++;
    }

    private void number(Entry entry) {
        entry.id = freed > 0 ? free[--freed] : numbered++;
        rows.makeRoomFor(entry.id);
        if (entry.id >= entries.length) {
            entries = Arrays.copyOf(entries, entries.length * 2);
        }
        entries[entry.id] = entry;
        long[] row = rows.of(entry.id);
        int at = Rows.at(entry.id);
        row[at + PlainFlows.KEY_A] = entry.aBottom;
        row[at + PlainFlows.KEY_B] = entry.bBottom;
        row[at + PlainFlows.KIND] = entry.ipv6 ? PlainFlows.IPV6 : 0;
    }

    /** Takes an entry out. */
    void remove(Entry entry) {
        closeHole(slotOf(entry));
        size--;
        entries[entry.id] = null;
        Arrays.fill(rows.of(entry.id), Rows.at(entry.id), Rows.at(entry.id) + Rows.LONGS, 0);
        if (freed == free.length) {
            free = Arrays.copyOf(free, free.length * 2);
        }
        free[freed++] = entry.id;
        entry.id = NONE;
    }

    /** Puts an entry in the place of another one between the same ends. */
    void replace(Entry old, Entry with) {
        with.id = old.id;
        entries[old.id] = with;
        old.id = NONE;
    }

    private int slotOf(Entry entry) {
        long wanted = Rows.pack(entry.hash, entry.id);
        int mask = slots.length - 1;
        int slot = entry.hash & mask;
        while (slots[slot] != wanted) {
            if (slots[slot] == 0) {
                throw new IllegalStateException("not in the table: " + entry);
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void closeHole(int first) {
        int mask = slots.length - 1;
        int hole = first;
        for (int slot = (hole + 1) & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
            int home = Rows.high(slots[slot]) & mask;
            // May only move down to the hole if its home does not lie after the hole.
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                slots[hole] = slots[slot];
                hole = slot;
            }
        }
        slots[hole] = 0;
    }

    private void place(long filled) {
        int mask = slots.length - 1;
        int slot = Rows.high(filled) & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = filled;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        for (long filled : old) {
            if (filled != 0) {
                place(filled);
            }
        }
    }
}
