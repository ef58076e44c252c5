package org.activerouter.proxy.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A roster in force: its members, and who comes next by each {@link Choice}. Members are named by their place in the roster, sets of
 * them are bits. Any thread.
 */
final class LineUp {
    private static final double UNIT = 0x1.0p-53;

    private final Roster roster;
    private final List<Member> members;
    private final double[] share;
    private final double[] turns;
    private final long[] names;
    private final long open;

    LineUp(Roster roster, List<Member> members) {
        this.roster = roster;
        this.members = List.copyOf(members);
        this.share = roster.seats().stream().mapToDouble(Seat::share).toArray();
        this.turns = new double[share.length];
        this.names = members.stream().mapToLong(LineUp::name).toArray();
        this.open = openSeats(roster.seats());
    }

    private static long openSeats(List<Seat> seats) {
        long open = 0;
        for (int i = 0; i < seats.size(); i++) {
            open |= seats.get(i).open() ? 1L << i : 0;
        }
        return open;
    }

    Roster roster() {
        return roster;
    }

    List<Member> members() {
        return members;
    }

    Member member(int place) {
        return members.get(place);
    }

    /** Where an endpoint sits, or -1. */
    int place(@Nullable Endpoint endpoint) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).endpoint().equals(endpoint)) {
                return i;
            }
        }
        return -1;
    }

    boolean keepsItsOwn(int place) {
        return roster.seats().get(place).keepsItsOwn();
    }

    /** Those that may get somebody new. */
    List<Member> open() {
        List<Member> open = new ArrayList<>();
        for (long rest = this.open; rest != 0; rest &= rest - 1) {
            open.add(members.get(Long.numberOfTrailingZeros(rest)));
        }
        return open;
    }

    /** Whether a member is open that was not tried. */
    boolean isOpenBeside(long tried) {
        return (open & ~tried) != 0;
    }

    /** The place of the member for the next request, -1 when none is open that was not tried. */
    int choose(long key, long tried, RandomGenerator random, long now) {
        long candidates = open & ~tried;
        if ((candidates & (candidates - 1)) == 0) {
            return candidates == 0 ? -1 : Long.numberOfTrailingZeros(candidates);
        }
        if (roster.mode().distribution() == Distribution.FAILOVER) {
            return Long.numberOfTrailingZeros(candidates);
        }
        return switch (roster.mode().choice()) {
            case PEAK_EWMA -> betterOfTwo(candidates, random, now);
            case ROUND_ROBIN -> nextInTurn(candidates);
            case WEIGHTED -> byShare(candidates, random);
            case LEAST_OUTSTANDING -> leastOutstanding(candidates, random);
            case HASH -> highestHash(candidates, key);
        };
    }

    private int betterOfTwo(long candidates, RandomGenerator random, long now) {
        int count = Long.bitCount(candidates);
        int one = random.nextInt(count);
        int other = random.nextInt(count - 1);
        int first = nth(candidates, one);
        int second = nth(candidates, other < one ? other : other + 1);
        return load(first, now) <= load(second, now) ? first : second;
    }

    private double load(int place, long now) {
        return members.get(place).load(now) / share[place];
    }

    private static int nth(long bits, int n) {
        long rest = bits;
        for (int i = 0; i < n; i++) {
            rest &= rest - 1;
        }
        return Long.numberOfTrailingZeros(rest);
    }

    /** Nginx's smooth weighted round robin: all gain their share, the richest serves and pays for all. */
    private synchronized int nextInTurn(long candidates) {
        double total = 0;
        int richest = -1;
        for (long rest = candidates; rest != 0; rest &= rest - 1) {
            int place = Long.numberOfTrailingZeros(rest);
            turns[place] += share[place];
            total += share[place];
            richest = richest < 0 || turns[place] > turns[richest] ? place : richest;
        }
        turns[richest] -= total;
        return richest;
    }

    private int byShare(long candidates, RandomGenerator random) {
        double total = 0;
        for (long rest = candidates; rest != 0; rest &= rest - 1) {
            total += share[Long.numberOfTrailingZeros(rest)];
        }
        double left = random.nextDouble() * total;
        int place = -1;
        for (long rest = candidates; rest != 0 && left >= 0; rest &= rest - 1) {
            place = Long.numberOfTrailingZeros(rest);
            left -= share[place];
        }
        return place;
    }

    /** Of equals a random one: looking begins somewhere else each time. */
    private int leastOutstanding(long candidates, RandomGenerator random) {
        int start = nth(candidates, random.nextInt(Long.bitCount(candidates)));
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (long rest = Long.rotateRight(candidates, start); rest != 0; rest &= rest - 1) {
            int place = (Long.numberOfTrailingZeros(rest) + start) % Long.SIZE;
            double load = (members.get(place).outstanding() + 1) / share[place];
            if (load < least) {
                best = place;
                least = load;
            }
        }
        return best;
    }

    /** Rendezvous hashing with weights: the highest of {@code -share / ln(u)}, u being a hash of key and member in (0, 1). */
    private int highestHash(long candidates, long key) {
        int best = -1;
        double highest = Double.NEGATIVE_INFINITY;
        for (long rest = candidates; rest != 0; rest &= rest - 1) {
            int place = Long.numberOfTrailingZeros(rest);
            long hash = mix(key ^ names[place]);
            double height = -share[place] / Math.log(((hash >>> 11) + 0.5) * UNIT);
            if (height > highest) {
                best = place;
                highest = height;
            }
        }
        return best;
    }

    /** A hash that no two members share: of those, one would get all. */
    private static long name(Member member) {
        long name = mix(member.endpoint().port());
        for (byte each : member.endpoint().address().getAddress()) {
            name = mix(name + each);
        }
        return name;
    }

    /** The finalizer of SplitMix64: each bit depends on all. */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
