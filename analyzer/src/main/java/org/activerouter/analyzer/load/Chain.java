package org.activerouter.analyzer.load;

import org.jspecify.annotations.Nullable;

/**
 * A list whose links lie in its elements, so that moving one to the end is a few writes and no look-up. An element is in at
 * most one chain.
 */
final class Chain<T extends Chain.Link<T>> {
    private @Nullable T first;
    private @Nullable T last;
    private int size;

    /** What an element of a chain carries. */
    abstract static class Link<T extends Link<T>> {
        private @Nullable T before;
        private @Nullable T after;

        @Nullable
        T before() {
            return before;
        }

        @Nullable
        T after() {
            return after;
        }
    }

    void addLast(T element) {
        Link<T> link = element;
        link.before = last;
        link.after = null;
        if (last == null) {
            first = element;
        } else {
            ((Link<T>) last).after = element;
        }
        last = element;
        size++;
    }

    void remove(T element) {
        Link<T> link = element;
        if (link.before == null) {
            first = link.after;
        } else {
            ((Link<T>) link.before).after = link.after;
        }
        if (link.after == null) {
            last = link.before;
        } else {
            ((Link<T>) link.after).before = link.before;
        }
        link.before = null;
        link.after = null;
        size--;
    }

    void moveToLast(T element) {
        if (element.after() != null) {
            remove(element);
            addLast(element);
        }
    }

    @Nullable
    T first() {
        return first;
    }

    @Nullable
    T last() {
        return last;
    }

    int size() {
        return size;
    }
}
