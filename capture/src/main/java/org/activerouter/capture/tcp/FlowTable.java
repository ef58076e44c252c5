package org.activerouter.capture.tcp;

import org.jspecify.annotations.Nullable;

/**
 * From the two ends of a connection to what is known about it: open addressing with linear probing.
 *
 * <p>The hashes lie by themselves, so that looking up reads one cache line of them in nearly all cases and then only the
 * entry it wants. Removal closes the hole at once (Knuth, TAOCP volume 3, section 6.4, algorithm R): no tombstones.
 */
final class FlowTable {
    private static final int INITIAL = 1024;

    /** Hash of each slot, 0 where it is empty. */
    private int[] hashes = new int[INITIAL];

    private @Nullable Entry[] entries = new @Nullable Entry[INITIAL];
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Entry find(Segment s) {
        int mask = hashes.length - 1;
        for (int slot = s.hash & mask; hashes[slot] != 0; slot = (slot + 1) & mask) {
            if (hashes[slot] == s.hash) {
                Entry entry = entries[slot];
                if (entry != null && entry.isBetween(s)) {
                    return entry;
                }
            }
        }
        return null;
    }

    /** Loads the cache line a look-up will need; the result only keeps the compiler from leaving the load out. */
    int touch(int hash) {
        int slot = hash & (hashes.length - 1);
        return hashes[slot] + (entries[slot] == null ? 0 : 1);
    }

    /** Adds an entry for ends that are not in the table. */
    void add(Entry entry) {
        if (size * 2 >= hashes.length) {
            grow();
        }
        place(entry);
        size++;
        entry.gone = false;
    }

    /** Takes an entry out. */
    void remove(Entry entry) {
        int slot = slotOf(entry);
        entry.gone = true;
        size--;
        closeHole(slot);
    }

    /** Puts an entry in the place of another one between the same ends. */
    void replace(Entry old, Entry with) {
        entries[slotOf(old)] = with;
        old.gone = true;
        with.gone = false;
    }

    private int slotOf(Entry entry) {
        int mask = hashes.length - 1;
        int slot = entry.hash & mask;
        while (entries[slot] != entry) {
            if (hashes[slot] == 0) {
                throw new IllegalStateException("not in the table: " + entry);
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void closeHole(int first) {
        int mask = hashes.length - 1;
        int hole = first;
        for (int slot = (hole + 1) & mask; hashes[slot] != 0; slot = (slot + 1) & mask) {
            int home = hashes[slot] & mask;
            // May only move down to the hole if its home does not lie after the hole.
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                hashes[hole] = hashes[slot];
                entries[hole] = entries[slot];
                hole = slot;
            }
        }
        hashes[hole] = 0;
        entries[hole] = null;
    }

    private void place(Entry entry) {
        int mask = hashes.length - 1;
        int slot = entry.hash & mask;
        while (hashes[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        hashes[slot] = entry.hash;
        entries[slot] = entry;
    }

    private void grow() {
        @Nullable Entry[] old = entries;
        hashes = new int[old.length * 2];
        entries = new @Nullable Entry[old.length * 2];
        for (Entry entry : old) {
            if (entry != null) {
                place(entry);
            }
        }
    }
}
