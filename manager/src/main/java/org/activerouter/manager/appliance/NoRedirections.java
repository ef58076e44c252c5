package org.activerouter.manager.appliance;

import java.util.List;
import java.util.Set;
import org.activerouter.manager.netfilter.Redirect;
import org.activerouter.manager.netfilter.RedirectionStatus;
import org.activerouter.manager.netfilter.RedirectionStatus.State;
import org.activerouter.manager.netfilter.Redirections;

/** The kernel of a router that only observes: nothing is ever done to it. Any thread. */
final class NoRedirections implements Redirections {
    private volatile boolean asked;

    @Override
    public void want(Set<Redirect> redirects) {
        asked = !redirects.isEmpty();
    }

    @Override
    public RedirectionStatus status() {
        return new RedirectionStatus(
                asked ? State.PENDING : State.IN_FORCE,
                Set.of(),
                0,
                0,
                asked
                        ? List.of("no redirect can be made: no policy had mode = act when the router was started;"
                                + " set it and start the router again")
                        : List.of());
    }

    @Override
    public boolean panic() {
        return true;
    }

    @Override
    public void resume() {}

    @Override
    public void close() {}
}
