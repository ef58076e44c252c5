package org.activerouter.proxy.opennap.cache;

import java.util.concurrent.ConcurrentHashMap;

/**
 * How much of the cache each sharer's files take. One who registers thousands of names that everybody searches for can fill no
 * more than his part; answers with more of his files are not kept and go to the server. Any thread.
 */
final class SharerQuota {
    private final long most;
    private final ConcurrentHashMap<Long, Long> bytes = new ConcurrentHashMap<>();

    SharerQuota(long most) {
        this.most = most;
    }

    /** Whether every sharer in the answer has room for it. */
    boolean admits(Answer answer) {
        for (int result = 0; result < answer.count(); result++) {
            if (bytes.getOrDefault(answer.sharer(result), 0L) >= most) {
                return false;
            }
        }
        return true;
    }

    void added(Entry entry) {
        count(entry, 1);
    }

    void removed(Entry entry) {
        count(entry, -1);
    }

    private void count(Entry entry, int sign) {
        for (View view : entry.views()) {
            Answer answer = view.answer();
            for (int result = 0; result < answer.count(); result++) {
                add(answer.sharer(result), (long) sign * answer.bytesOf(result));
            }
        }
    }

    private void add(long sharer, long change) {
        bytes.compute(sharer, (unused, before) -> {
            long after = (before == null ? 0 : before) + change;
            return after == 0 ? null : after;
        });
    }

    /** How many sharers have files in the cache. */
    int sharers() {
        return bytes.size();
    }
}
