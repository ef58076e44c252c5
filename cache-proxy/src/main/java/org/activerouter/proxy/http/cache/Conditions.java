package org.activerouter.proxy.http.cache;

import org.jspecify.annotations.Nullable;

/** Whether a stored answer meets what a request demands of it (RFC 9111 section 4.3.2, RFC 9110 section 13). Stateless. */
final class Conditions {
    private Conditions() {}

    /**
     * Whether the client has it already. If-Modified-Since counts only without If-None-Match, and neither for what is no success: a
     * client that is told that nothing has changed goes on with what it has, which is something else (RFC 9110 section 13.2.1).
     */
    static boolean isKnown(CacheRequest request, StoredAnswer stored) {
        if (stored.status() >= 300) {
            return false;
        }
        String none = request.find("if-none-match");
        if (none != null) {
            return matchesAny(none, stored.find("etag"));
        }
        Long since = HttpDate.millis(request.find("if-modified-since"));
        Long changed = HttpDate.millis(stored.find("last-modified"));
        if (changed == null) {
            changed = HttpDate.millis(stored.find("date"));
        }
        return since != null && changed != null && changed <= since;
    }

    private static boolean matchesAny(String list, @Nullable String tag) {
        if (list.strip().equals("*")) {
            return true;
        }
        if (tag == null) {
            return false;
        }
        int at = 0;
        while (at < list.length()) {
            int start = list.indexOf('"', at);
            int end = start < 0 ? -1 : list.indexOf('"', start + 1);
            if (end < 0) {
                return false;
            }
            if (list.substring(start, end + 1).equals(opaque(tag))) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    /** Weak comparison leaves the mark of weakness aside (RFC 9110 section 8.8.3.2). */
    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    /** Whether a part of this may be sent (RFC 9110 section 13.1.5): what If-Range names is the very same. */
    static boolean isSame(CacheRequest request, StoredAnswer stored) {
        String condition = request.find("if-range");
        if (condition == null) {
            return true;
        }
        String tag = stored.find("etag");
        return condition.startsWith("\"")
                ? condition.equals(tag)
                : condition.equals(stored.find("last-modified")) && isStrong(stored);
    }

    /** Whether its date of change leaves no room for another change in the same second (RFC 9110 section 8.8.2.2). */
    private static boolean isStrong(StoredAnswer stored) {
        Long changed = HttpDate.millis(stored.find("last-modified"));
        Long said = HttpDate.millis(stored.find("date"));
        return changed != null && said != null && said - changed >= 1000;
    }

    /** Whether a request has conditions of its own. */
    static boolean hasAny(CacheRequest request) {
        return request.has("if-none-match") || request.has("if-modified-since");
    }

    /** Conditions that only the server can judge: they protect what is changed. */
    static boolean hasForeign(CacheRequest request) {
        return request.has("if-match") || request.has("if-unmodified-since");
    }
}
