package org.activerouter.proxy.opennap.cache;

import org.jspecify.annotations.Nullable;

/**
 * What the server gave to one client.
 *
 * @param answer the results, with the client's own files if it is whole
 * @param asker the client's fingerprint
 * @param whole whether the answer holds everybody's files: the client shares none that match, or they are certainly known
 * @param cut whether it has as many results as the server gives at most, so that there may be more
 * @param askedNanos when it was asked; the answer is not younger than that
 */
record View(Answer answer, long asker, boolean whole, boolean cut, long askedNanos) {
    /**
     * What is left of it after what happened since; itself if nothing did, null if it cannot be used any more.
     *
     * <p>The files of one who left are taken out. One who withdraws a file names it as servers compare names, with capitals or
     * without: whether it was this file only the server knows, and has to be asked.
     */
    @Nullable
    View after(Changes changes, SearchKey key) {
        if (changes.grownSince(key, askedNanos)) {
            return null;
        }
        if (answer.holdsAnyFile(file -> changes.goneSince(file, askedNanos))) {
            return null;
        }
        Answer left = answer.without(sharer -> changes.goneSince(sharer, askedNanos));
        if (left == answer) {
            return this;
        }
        return cut ? null : new View(left, asker, whole, false, askedNanos);
    }
}
