package org.activerouter.proxy.balance;

import java.net.InetAddress;
import java.util.random.RandomGenerator;
import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The choosing of a member for one request or connection: the first, and further ones when that fails. Each member is proposed once at
 * most. Made by {@link Groups}; one thread.
 */
public final class Pick {
    private final Group group;
    private final LineUp lineUp;
    private final InetAddress client;
    private final int asked;
    private final long key;
    private final RandomGenerator random;
    private long tried;

    Pick(Group group, InetAddress client, Endpoint asked, long key, RandomGenerator random) {
        this.group = group;
        this.lineUp = group.lineUp();
        this.client = client;
        this.asked = Math.max(0, lineUp.place(asked));
        this.key = key;
        this.random = random;
        if (lineUp.roster().mode().distribution() == Distribution.SPREAD_FAILOVER) {
            group.budget().earn();
        }
    }

    /**
     * The next member to try; the server that the client asked for when no other is open; null when all were tried.
     *
     * @param now nanoseconds, as everywhere here
     */
    public @Nullable Member next(long now) {
        int place = place(now);
        if (place < 0) {
            return null;
        }
        tried |= 1L << place;
        Member member = lineUp.member(place);
        if (sticky()) {
            group.stick(client, member);
        }
        return member;
    }

    /**
     * Another member, open and not proposed yet, for a part of the same; null when there is none.
     *
     * @param now nanoseconds
     */
    public @Nullable Member another(long now) {
        int place = lineUp.choose(key, tried, random, now);
        if (place < 0) {
            return null;
        }
        tried |= 1L << place;
        return lineUp.member(place);
    }

    /** Whether members are to do parts of it, and there are several. */
    public boolean isSplit() {
        return lineUp.roster().mode().distribution() == Distribution.SPLIT
                && lineUp.members().size() > 1;
    }

    private boolean sticky() {
        return lineUp.roster().mode().sticky();
    }

    private int place(long now) {
        int stuck = sticky() ? group.stuckTo(client, lineUp) : -1;
        if (stuck >= 0 && !wasTried(stuck)) {
            return stuck;
        }
        int chosen = lineUp.choose(key, tried, random, now);
        return chosen >= 0 || wasTried(asked) ? chosen : asked;
    }

    private boolean wasTried(int place) {
        return (tried & (1L << place)) != 0;
    }

    /** Takes a second try of a request that was given to a member, if there is another and the group's mode and budget allow it. */
    public boolean mayRetry(long now) {
        return lineUp.roster().mode().distribution() == Distribution.SPREAD_FAILOVER
                && lineUp.isOpenBeside(tried)
                && group.budget().spend(now);
    }
}
