package org.activerouter.manager.policy;

import java.util.HashMap;
import java.util.Map;

/**
 * Tells the fault of a network from that of a server: when more of a service's servers look overloaded together than may be
 * redirected at once, it is not they who are slow. Control thread only.
 */
final class NetworkFault {
    private final WatchedServers servers;

    /** By service, as of the last decisions; counted when it is asked for. */
    private final Map<String, Share> shares = new HashMap<>();

    /** When too many servers of a service looked overloaded last; steady time. */
    private final Map<String, Long> lastAt = new HashMap<>();

    NetworkFault(WatchedServers servers) {
        this.servers = servers;
    }

    /** How many servers of a service are asked, look overloaded or are redirected, and may be redirected. */
    record Share(int active, int suspect, int allowed) {
        boolean isExceeded() {
            return suspect > allowed;
        }
    }

    /** The servers have been looked at again. */
    void forgetShares() {
        shares.clear();
    }

    /** Servers do not recover all in the same moment: what looks overloaded soon after is not judged either. */
    boolean isSuspected(PolicedService service, Moment now) {
        if (share(service, now).isExceeded()) {
            lastAt.put(service.name(), now.steady());
            return true;
        }
        Long last = lastAt.get(service.name());
        return last != null
                && now.steady() - last <= 2 * service.policy().window().toNanos();
    }

    Share share(PolicedService service, Moment now) {
        return shares.computeIfAbsent(service.name(), name -> count(service, now));
    }

    private Share count(PolicedService service, Moment now) {
        int active = 0;
        int suspect = 0;
        for (WatchedServer server : servers.all()) {
            if (server.belongsTo(service) && server.isActive()) {
                active++;
                suspect += server.isSuspect(now) ? 1 : 0;
            }
        }
        int allowed = Math.max(1, (int) (service.policy().redirectedShare() * active));
        return new Share(active, suspect, allowed);
    }
}
