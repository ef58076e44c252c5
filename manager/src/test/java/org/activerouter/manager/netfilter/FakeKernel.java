package org.activerouter.manager.netfilter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.netfilter.KernelException.Reason;
import org.activerouter.manager.netfilter.Observed.Rules;

/**
 * A kernel that keeps rules, leases and time as the real one does, refuses what the real one would refuse, and fails as it is
 * told to: a switch for each way in which the real one was seen to fail.
 */
final class FakeKernel implements Kernel {
    static final Duration LEASE = Duration.ofSeconds(3);

    final List<String> calls = new ArrayList<>();

    /** Switches. */
    boolean lockHeld;

    boolean refusing;
    boolean hanging;
    boolean childDead;
    boolean leftovers;

    private boolean rules;
    private boolean damaged;
    private boolean closed;
    private int lingering;
    private Set<Endpoint> reached = Set.of();
    private Set<Endpoint> served = Set.of();
    private final Map<Redirect, Long> leases = new HashMap<>();
    private Runnable meanwhile = () -> {};
    private long now;

    void at(long nanos) {
        now = nanos;
    }

    /** Somebody else's {@code iptables -F}. */
    void flush() {
        damaged = rules;
    }

    /** Somebody else's {@code ipset del}. */
    void lose(Redirect redirect) {
        leases.remove(redirect);
    }

    /** Somebody else's {@code ipset add}. */
    void gain(Redirect redirect) {
        leases.put(redirect, now + Duration.ofDays(1).toNanos());
    }

    /** Servers whose packets find connections of ours without being redirected. */
    Set<Endpoint> served() {
        return served;
    }

    void linger(int servers) {
        lingering = servers;
    }

    Set<Redirect> redirecting() {
        Set<Redirect> alive = new HashSet<>();
        leases.forEach((redirect, end) -> {
            if (end - now > 0 && rules && !damaged) {
                alive.add(redirect);
            }
        });
        return alive;
    }

    boolean isClean() {
        return !rules && !leftovers && leases.isEmpty();
    }

    boolean isClosed() {
        return closed;
    }

    long count(String call) {
        return calls.stream().filter(call::equals).count();
    }

    @Override
    public void whileWaiting(Runnable work) {
        meanwhile = work;
    }

    @Override
    public Observed look() throws KernelException {
        calls.add("look");
        fail(false);
        if (!rules) {
            return new Observed(leftovers ? Rules.DAMAGED : Rules.ABSENT, "", Set.of(), 0);
        }
        Set<Redirect> entries = new HashSet<>(leases.keySet());
        entries.removeIf(each -> leases.getOrDefault(each, now) - now <= 0);
        return new Observed(damaged ? Rules.DAMAGED : Rules.COMPLETE, "rule 1 is gone", entries, lingering);
    }

    @Override
    public void up() throws KernelException {
        calls.add("up");
        fail(true);
        if (leftovers) {
            throw new KernelException(Reason.REFUSED, "leftovers of another run are in the way");
        }
        rules = true;
        damaged = false;
    }

    @Override
    public void reach(Set<Endpoint> servers) {
        reached = servers;
    }

    @Override
    public void apply(Set<Redirect> wanted) throws KernelException {
        calls.add("apply");
        fail(true);
        if (!rules) {
            throw new KernelException(Reason.REFUSED, "no rules: up comes first");
        }
        served = reached;
        leases.clear();
        wanted.forEach(each -> leases.put(each, now + LEASE.toNanos()));
        lingering = 0;
    }

    @Override
    public void renew(Set<Redirect> redirects) throws KernelException {
        calls.add("renew");
        if (childDead) {
            throw new KernelException(Reason.REFUSED, "ipset has ended");
        }
        if (!rules) {
            throw new KernelException(Reason.REFUSED, "The set with the given name does not exist");
        }
        redirects.forEach(each -> leases.put(each, now + LEASE.toNanos()));
    }

    @Override
    public void down() throws KernelException {
        calls.add("down");
        leases.clear();
        fail(true);
        rules = false;
        damaged = false;
        leftovers = false;
    }

    /** Reading needs no lock. */
    private void fail(boolean changes) throws KernelException {
        meanwhile.run();
        if (hanging) {
            throw new KernelException(Reason.TIMED_OUT, "did not end within 5000 ms");
        }
        if (changes && lockHeld) {
            throw new KernelException(Reason.BUSY, "ended with 75: busy");
        }
        if (changes && refusing) {
            throw new KernelException(Reason.REFUSED, "ended with 70: refused");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
