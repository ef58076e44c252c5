package org.activerouter.proxy.opennap.cache;

/**
 * How old answers may be. Times are nanoseconds.
 *
 * @param ttl an answer with results
 * @param negativeTtl an empty answer
 * @param soft share of these from which on the server is asked again behind the answer
 */
record Ages(long ttl, long negativeTtl, double soft) {
    /** While the server is there. */
    static Ages of(Lifetimes lifetimes) {
        return new Ages(
                lifetimes.ttl().toNanos(),
                lifetimes.negativeTtl().toNanos(),
                (double) lifetimes.softTtl().toNanos() / lifetimes.ttl().toNanos());
    }

    /** When the server is gone: nobody can be asked again. */
    static Ages ofStale(Lifetimes lifetimes) {
        long limit = lifetimes.staleLimit().toNanos();
        return new Ages(limit, limit, 1);
    }

    boolean isFresh(Answer answer, long age) {
        return age <= limit(answer);
    }

    boolean isOld(Answer answer, long age) {
        return age > soft * limit(answer);
    }

    private long limit(Answer answer) {
        return answer.count() == 0 ? negativeTtl : ttl;
    }
}
