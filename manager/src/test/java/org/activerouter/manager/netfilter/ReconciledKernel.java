package org.activerouter.manager.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.netfilter.RedirectionStatus.State;

/** What tests of reconciling have in common: a kernel that can fail, and what is wanted of it. */
abstract class ReconciledKernel {
    static final Redirect A = redirect("10.0.0.1", 8888, 8888);
    static final Redirect B = redirect("10.0.0.2", 8888, 18888);
    static final long MILLI = Duration.ofMillis(1).toNanos();

    final FakeKernel kernel = new FakeKernel();
    /** Near the end of what nanoTime counts, where comparing by value instead of by difference would fail. */
    long now = Long.MAX_VALUE - Duration.ofSeconds(7).toNanos();

    final Reconciliation reconciliation = new Reconciliation(kernel, Rhythm.of(FakeKernel.LEASE), now);
    Demand demand = Demand.NOTHING;

    void want(Redirect... redirects) {
        demand = demand.wanting(Set.copyOf(List.of(redirects)));
        reconciliation.hurry(now);
    }

    /** Lets that many milliseconds go by, as the reconciler's thread would. */
    void run(long millis) throws InterruptedException {
        long end = now + millis * MILLI;
        long next = now;
        while (next - end < 0) {
            now = next;
            kernel.at(now);
            next = reconciliation.step(demand, now);
            assertThat(next - now).as("never spins").isGreaterThan(0);
        }
        now = end;
        kernel.at(now);
    }

    RedirectionStatus status() {
        return reconciliation.status(demand);
    }

    State state() {
        return status().state();
    }

    static Redirect redirect(String address, int port, int door) {
        try {
            return new Redirect(new Endpoint(InetAddress.getByName(address), port), door);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
