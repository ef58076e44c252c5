package org.activerouter.manager.group;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.activerouter.analyzer.load.LoadSlice;
import org.activerouter.manager.report.Estimates;
import org.activerouter.proxy.balance.Balancer;
import org.activerouter.proxy.balance.MemberSnapshot;

/**
 * What is measured of one member, from both sides: its packets, whoever asked, and what balancers saw of what they gave it. Where
 * balancers have seen enough, theirs counts: they know what a failure is. Control thread only.
 */
final class MemberMeter {
    private final int minimumSamples;
    private final RecentTotals packets;
    private final RecentTotals balanced;
    private final Map<Balancer, MemberSnapshot> last = new HashMap<>();
    private double waitingMillis;
    private long waitingUntil;
    private long failuresInARow;
    private long forgiven;

    MemberMeter(EjectionRules rules) {
        minimumSamples = rules.minimumSamples();
        packets = new RecentTotals(rules.window());
        balanced = new RecentTotals(rules.window());
    }

    void slice(LoadSlice slice, long now) {
        packets.add(new Totals(slice.ended(), slice.refused(), slice.answered(), slice.responseSumNanos()), now);
        waitingMillis = isAnswerDue(slice) ? slice.oldestOutstandingNanos() / 1e6 : 0;
        // Nothing is told of a server for which nobody waits.
        waitingUntil = now + Duration.ofSeconds(1).toNanos();
    }

    /**
     * Who does not understand what is said takes a client's last words for a query, even where they need no answer (TLS's close_notify, an
     * acknowledgement of HTTP/2). A single one that waits is no evidence then; where more do, nobody is answered.
     */
    private static boolean isAnswerDue(LoadSlice slice) {
        return slice.outstanding() > 1 || !Estimates.isOne(slice.protocol());
    }

    /** What a balancer has counted so far; what it had counted before the first call is not lately. */
    void balanced(Balancer balancer, MemberSnapshot snapshot, long now) {
        MemberSnapshot before = last.put(balancer, snapshot);
        if (before == null || before.requests() > snapshot.requests()) {
            return;
        }
        balanced.add(difference(before, snapshot), now);
        // Each balancer knows every group, and most have seen nothing of it.
        failuresInARow = last.values().stream()
                .mapToLong(MemberSnapshot::consecutiveFailures)
                .max()
                .orElse(0);
        forgiven = Math.min(forgiven, failuresInARow);
    }

    private static Totals difference(MemberSnapshot before, MemberSnapshot after) {
        return new Totals(
                after.requests() - before.requests(),
                after.failures() - before.failures(),
                after.responses() - before.responses(),
                after.responseNanos() - before.responseNanos());
    }

    Measured measured(long now) {
        Totals own = balanced.sum(now);
        boolean enough = own.requests() >= minimumSamples;
        double waiting = now < waitingUntil ? waitingMillis : 0;
        return new Measured(enough ? own : packets.sum(now), enough, waiting, failuresInARow - forgiven);
    }

    /** It begins anew: what it did before it was ejected is not held against it. */
    void forgive() {
        packets.clear();
        balanced.clear();
        forgiven = failuresInARow;
    }
}
