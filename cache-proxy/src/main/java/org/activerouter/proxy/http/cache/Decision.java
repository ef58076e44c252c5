package org.activerouter.proxy.http.cache;

import org.jspecify.annotations.Nullable;

/** What is to be done with a request. */
public sealed interface Decision {
    /**
     * It is answered from here.
     *
     * @param stored what with
     * @param status the status to be sent: the stored one, 206, 304 or 416
     * @param range the part to be sent, for 206 and 416
     * @param age how old it is, in seconds
     * @param left how much longer it is fresh, in seconds; below 0 it is stale
     * @param revalidate whether it is to be validated behind the answer
     * @param how why it was served, in the words of Cache-Status (RFC 9211 section 2)
     */
    record Serve(
            StoredAnswer stored, int status, @Nullable Range range, long age, long left, boolean revalidate, String how)
            implements Decision {}

    /**
     * It goes to the server, and what comes back is offered to the cache.
     *
     * @param stale what is kept but has to be validated first
     */
    record Fetch(@Nullable StoredAnswer stale) implements Decision {}

    /** It goes to the server, and what comes back is of no use to others. */
    record Pass() implements Decision {}

    /** It is not to go to the server, and there is nothing to answer it with (RFC 9111 section 5.2.1.7). */
    record Refuse() implements Decision {}
}
