package org.activerouter.proxy.balance;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/** A server group as its requests meet it: the latest line-up, who sticks to whom, and what is left for second tries. Any thread. */
final class Group {
    private static final long MOST_STICKING = 100_000;

    /** A client that was silent for so long is a new one. */
    private static final Duration STICKS = Duration.ofMinutes(30);

    private final Cache<InetAddress, Endpoint> sticking = Caffeine.newBuilder()
            .maximumSize(MOST_STICKING)
            .expireAfterAccess(STICKS)
            .build();
    private final RetryBudget budget;
    private volatile LineUp lineUp;

    Group(LineUp lineUp, long now) {
        this.lineUp = lineUp;
        this.budget = new RetryBudget(lineUp.roster().mode().retryBudget(), now);
    }

    LineUp lineUp() {
        return lineUp;
    }

    void lineUp(LineUp next) {
        lineUp = next;
    }

    RetryBudget budget() {
        return budget;
    }

    /** Whom a client was given before, if it still serves its own. */
    int stuckTo(InetAddress client, LineUp now) {
        @Nullable Endpoint known = sticking.getIfPresent(client);
        int place = known == null ? -1 : now.place(known);
        return place >= 0 && now.keepsItsOwn(place) ? place : -1;
    }

    void stick(InetAddress client, Member member) {
        sticking.put(client, member.endpoint());
    }
}
