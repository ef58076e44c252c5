package org.activerouter.proxy.balance;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.activerouter.capture.Endpoint;

/** All groups of a balancer, found by any of their members. Any thread. */
public final class Groups {
    /** Servers without a roster that are remembered; beyond that each client of one more meets it as if it were new. */
    private static final int MOST_ALONE = 10_000;

    private final LongSupplier clock;
    private final Supplier<? extends RandomGenerator> random;
    private final Map<String, Group> byName = new HashMap<>();
    private final Map<Endpoint, Group> alone = new ConcurrentHashMap<>();
    private volatile Map<Endpoint, Group> byMember = Map.of();

    /**
     * No groups yet.
     *
     * @param clock nanoseconds
     * @param random asked once for each pick, on the thread that picks
     */
    public Groups(LongSupplier clock, Supplier<? extends RandomGenerator> random) {
        this.clock = clock;
        this.random = random;
    }

    /** Takes a roster in the place of an earlier one of its name. Members that stay keep what was seen of them. */
    public synchronized void roster(Roster roster) {
        Group known = byName.get(roster.group());
        if (roster.seats().isEmpty()) {
            byName.remove(roster.group());
        } else if (known != null && known.lineUp().roster().mode().equals(roster.mode())) {
            known.lineUp(lineUp(roster, known.lineUp().members()));
        } else {
            List<Member> before = known == null ? List.of() : known.lineUp().members();
            byName.put(roster.group(), new Group(lineUp(roster, before), clock.getAsLong()));
        }
        Map<Endpoint, Group> found = new HashMap<>();
        byName.values().forEach(group -> group.lineUp().members().forEach(each -> found.put(each.endpoint(), group)));
        byMember = Map.copyOf(found);
    }

    private static LineUp lineUp(Roster roster, List<Member> known) {
        List<Member> members = new ArrayList<>();
        for (Seat seat : roster.seats()) {
            members.add(known.stream()
                    .filter(each -> each.endpoint().equals(seat.member()))
                    .findFirst()
                    .orElseGet(() -> new Member(seat.member())));
        }
        return new LineUp(roster, members);
    }

    /**
     * Begins to choose a member for one request or connection. A server in no roster is its own only member.
     *
     * @param asked the server that the client asked for
     * @param key what {@link Choice#HASH} goes by
     */
    public Pick pick(Endpoint asked, InetAddress client, long key) {
        Group group = byMember.get(asked);
        if (group == null) {
            group = byItself(asked);
        }
        return new Pick(group, client, asked, key, random.get());
    }

    /**
     * Everybody who may be given something now, for a request that each does a part of; the server that the client asked for when
     * that is nobody.
     */
    public List<Member> open(Endpoint asked) {
        Group group = byMember.get(asked);
        List<Member> open = group == null ? List.of() : group.lineUp().open();
        return open.isEmpty() ? List.of(member(asked)) : open;
    }

    /** What is known of a server. */
    public Member member(Endpoint server) {
        Group group = byMember.get(server);
        LineUp lineUp = (group == null ? byItself(server) : group).lineUp();
        int place = lineUp.place(server);
        return place < 0 ? new Member(server) : lineUp.member(place);
    }

    private Group byItself(Endpoint server) {
        Group known = alone.get(server);
        if (known == null) {
            Roster roster = new Roster("", Mode.of(Distribution.SPREAD), List.of(new Seat(server, 1, true)));
            known = new Group(lineUp(roster, List.of()), clock.getAsLong());
            if (alone.size() < MOST_ALONE) {
                alone.put(server, known);
            }
        }
        return known;
    }

    /** How the group of a server is to be served. */
    public Mode mode(Endpoint asked) {
        Group group = byMember.get(asked);
        return group == null
                ? Mode.of(Distribution.SPREAD)
                : group.lineUp().roster().mode();
    }

    /** Every member of every group. */
    public Set<Endpoint> members() {
        return byMember.keySet();
    }

    /** What was seen of each member of each group. */
    public synchronized List<MemberSnapshot> snapshot() {
        long now = clock.getAsLong();
        return byName.entrySet().stream()
                .flatMap(each ->
                        each.getValue().lineUp().members().stream().map(member -> member.snapshot(each.getKey(), now)))
                .collect(Collectors.toList());
    }
}
