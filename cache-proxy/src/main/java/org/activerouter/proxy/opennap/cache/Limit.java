package org.activerouter.proxy.opennap.cache;

import java.util.Locale;

/** A bound that was met: what was refused, and under which name it is counted. */
public enum Limit {
    /** A client that did not log in in time; its session is ended. */
    LOG_IN_TIME,
    /** A message of a client that is longer than servers take; its session is ended. */
    MESSAGE_SIZE,
    /** More results to one search than the limit; the session is ended. */
    RESULTS_PASSED,
    /** An answer too large to be kept. */
    ANSWER_BYTES,
    /** An answer with files of a sharer who has filled his part of the cache; not kept. */
    SHARER_QUOTA,
    /** A client with more files, or one client too many, to be remembered. */
    FILES,
    /** A server too many to keep answers of. */
    SERVERS,
    /** A client that asks faster than its server answers is not read for a while. */
    QUEUED_SEARCHES,
    /** An answer that took too long; the session is passed on without counting from there on. */
    SEARCH_TIME,
    /** A session in which it is not certain any more which answer belongs to which search; the same. */
    DOUBT,
    /** A session that is no conversation of this protocol, or is compressed; passed on as it is. */
    NOT_OPENNAP,
    /** Answers seen passing by that came faster than they could be taken. */
    SEEN_ANSWERS;

    /** As it is counted and shown. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
