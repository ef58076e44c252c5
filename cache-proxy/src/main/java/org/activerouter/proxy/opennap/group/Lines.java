package org.activerouter.proxy.opennap.group;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.activerouter.capture.Endpoint;

/**
 * The router's own connections of one event loop, with all members that were asked lately. Users whom nobody can connect to are
 * given less by servers, so they have lines of their own. One thread.
 */
final class Lines {
    private record Key(Endpoint member, boolean firewalled) {}

    private final Dialer dialer;
    private final LearnedCap cap;
    private final Map<Key, MemberLines> byMember = new HashMap<>();

    Lines(Dialer dialer, LearnedCap cap) {
        this.cap = cap;
        this.dialer = dialer;
    }

    Dialer dialer() {
        return dialer;
    }

    /** Those with one member, for clients of one kind. */
    MemberLines with(Endpoint member, boolean firewalled) {
        return byMember.computeIfAbsent(
                new Key(member, firewalled), key -> new MemberLines(dialer, key.member(), key.firewalled(), cap::seen));
    }

    /** A second has passed: ends those with who is no member any more, and what is not needed. */
    void tick(Set<Endpoint> members) {
        for (Map.Entry<Key, MemberLines> each : List.copyOf(byMember.entrySet())) {
            if (members.contains(each.getKey().member())) {
                each.getValue().tick();
            } else {
                byMember.remove(each.getKey());
                each.getValue().close();
            }
        }
    }

    /** Ends all. */
    void close() {
        tick(Set.of());
    }
}
