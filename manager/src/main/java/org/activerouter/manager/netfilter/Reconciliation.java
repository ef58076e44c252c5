package org.activerouter.manager.netfilter;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.netfilter.KernelException.Reason;
import org.activerouter.manager.netfilter.Observed.Rules;
import org.activerouter.manager.netfilter.RedirectionStatus.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the kernel step by step to what is wanted. Holds what it believes the kernel to be, and looks again often enough for
 * that not to matter. One thread; time is an argument, in nanoseconds of any steady clock.
 */
final class Reconciliation {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);
    /** How often servers are forgotten whose last connection through us has ended. */
    private static final long TIDY_NANOS = Duration.ofMinutes(1).toNanos();

    private final Kernel kernel;
    private final Rhythm rhythm;

    private Place place = Place.UNKNOWN;
    /** What our last complete change made of the redirects. */
    private Set<Redirect> applied = Set.of();
    /** What it was told of other servers that connections of ours may lead to. */
    private Set<Endpoint> reached = Set.of();
    /** What was seen last, or applied since. */
    private Set<Redirect> inForce = Set.of();

    private boolean surrendered;
    private long peace;

    private long nextLook;
    private long nextRenewal;
    private long nextTry;
    private long nextTidy;
    private long renewed;
    private boolean unsure;
    private int failuresInARow;
    private long failures;
    private long mended;
    private final Deque<Long> mends = new ArrayDeque<>();
    private String trouble = "";
    private String renewalTrouble = "";

    /** Where our rules are. */
    private enum Place {
        /** Not known: at the start, or half done. */
        UNKNOWN,
        OUT,
        IN
    }

    Reconciliation(Kernel kernel, Rhythm rhythm, long now) {
        this.kernel = kernel;
        this.rhythm = rhythm;
        nextLook = now;
        nextRenewal = now;
        nextTry = now;
        nextTidy = now + TIDY_NANOS;
        renewed = now;
    }

    /** Does what is due; gives the time of the next step. */
    long step(Demand demand, long now) throws InterruptedException {
        if (demand.peace() != peace) {
            peace = demand.peace();
            makePeace(now);
        }
        Set<Redirect> wanted = sayable(demand.wanted());
        if (!demand.out() && !surrendered) {
            renewIfDue(wanted, now);
        }
        if (now - nextTry >= 0) {
            boolean out = demand.out() || surrendered;
            attempt(out ? this::keepOut : at -> keepIn(wanted, demand.reached(), at), now);
        }
        return nextStep(demand.out() || surrendered, now);
    }

    private long nextStep(boolean out, long now) {
        if (out) {
            return place == Place.OUT ? now + rhythm.look().toNanos() : nextTry;
        }
        return earlier(failuresInARow > 0 ? nextTry : nextLook, nextRenewal);
    }

    /** By difference: a steady clock may begin anywhere and pass the largest number. */
    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    /** Something new is wanted: a failure of something else is no reason to wait. */
    void hurry(long now) {
        nextTry = now;
    }

    private void attempt(Change change, long now) throws InterruptedException {
        try {
            change.at(now);
            failuresInARow = 0;
            trouble = surrendered ? trouble : "";
        } catch (KernelException e) {
            failed(e, now);
        }
    }

    private void keepOut(long now) throws KernelException, InterruptedException {
        if (place == Place.OUT) {
            return;
        }
        place = Place.UNKNOWN;
        applied = Set.of();
        renewalTrouble = "";
        kernel.down();
        inForce = Set.of();
        expect(kernel.look(), Rules.ABSENT);
        place = Place.OUT;
    }

    private void keepIn(Set<Redirect> wanted, Set<Endpoint> servers, long now)
            throws KernelException, InterruptedException {
        if (place != Place.IN) {
            begin();
        }
        if (now - nextLook >= 0) {
            lookAfter(wanted, now);
            nextLook = now + rhythm.look().toNanos();
        }
        boolean changed = !reached.equals(servers);
        if (changed) {
            kernel.reach(servers);
        }
        if (!surrendered && (changed || !applied.equals(wanted))) {
            apply(wanted, now);
            reached = servers;
        }
    }

    /** Leftovers first: what a predecessor redirected is not what is wanted now, and its sessions have ended with it. */
    private void begin() throws KernelException, InterruptedException {
        if (place == Place.UNKNOWN) {
            kernel.down();
        }
        kernel.up();
        applied = Set.of();
        place = Place.IN;
    }

    private void apply(Set<Redirect> wanted, long now) throws KernelException, InterruptedException {
        kernel.apply(wanted);
        applied = wanted;
        inForce = wanted;
        unsure = false;
        renewed = now;
        LOG.info("redirects in force: {}", names(wanted));
    }

    private void lookAfter(Set<Redirect> wanted, long now) throws KernelException, InterruptedException {
        Observed seen = kernel.look();
        boolean complete = seen.rules() == Rules.COMPLETE;
        inForce = complete ? seen.redirects() : Set.of();
        if (complete && seen.redirects().equals(applied)) {
            tidy(seen, now);
        } else if (complete && (unsure || leasesLapsed(now))) {
            // Our own doing, nobody else's: a change that was cut short, or a renewal that came too late.
            applied = seen.redirects();
        } else {
            mend(seen, wanted, now);
        }
    }

    private boolean leasesLapsed(long now) {
        return now - renewed >= rhythm.lease().toNanos();
    }

    /** Servers known for their sessions only are forgotten when redirects are applied. */
    private void tidy(Observed seen, long now) throws KernelException, InterruptedException {
        if (seen.lingering() > 0 && now - nextTidy >= 0) {
            nextTidy = now + TIDY_NANOS;
            kernel.apply(applied);
            renewed = now;
        }
    }

    private void mend(Observed seen, Set<Redirect> wanted, long now) throws KernelException, InterruptedException {
        while (!mends.isEmpty() && now - mends.getFirst() > Rhythm.WAR.toNanos()) {
            mends.removeFirst();
        }
        if (mends.size() >= rhythm.mostMends()) {
            surrender(seen, now);
            return;
        }
        if (seen.rules() != Rules.COMPLETE) {
            kernel.up();
        }
        apply(wanted, now);
        mends.addLast(now);
        mended++;
        LOG.warn("another program changed what is ours in the kernel ({}); mended", difference(seen));
    }

    private static String difference(Observed seen) {
        return switch (seen.rules()) {
            case ABSENT -> "everything was gone";
            case DAMAGED -> seen.remark();
            case COMPLETE -> "redirects were " + names(seen.redirects());
        };
    }

    private static String names(Set<Redirect> redirects) {
        return redirects.isEmpty()
                ? "none"
                : redirects.stream().map(Redirect::toString).sorted().collect(Collectors.joining(", "));
    }

    private void surrender(Observed seen, long now) throws KernelException, InterruptedException {
        surrendered = true;
        trouble = "Another program removed or changed our rules more than " + rhythm.mostMends()
                + " times within a minute (last: " + difference(seen)
                + "). Nothing is redirected until you say resume; find that program first (a firewall manager?).";
        LOG.error("{}", trouble);
        keepOut(now);
    }

    private void makePeace(long now) {
        surrendered = false;
        mends.clear();
        trouble = "";
        failuresInARow = 0;
        nextTry = now;
        nextLook = now;
    }

    /** Also called while a command takes its time, for a lease does not wait. */
    void renewIfDue(Set<Redirect> wanted, long now) throws InterruptedException {
        if (now - nextRenewal < 0) {
            return;
        }
        Set<Redirect> both = new HashSet<>(applied);
        both.retainAll(wanted);
        nextRenewal = now + rhythm.renewalNanos(both.size());
        try {
            if (!both.isEmpty()) {
                kernel.renew(both);
            }
            renewed = now;
            renewalTrouble = "";
        } catch (KernelException e) {
            failures++;
            renewalTrouble = "Leases are not renewed, so redirects end by themselves: " + e.text();
            LOG.warn("{}", renewalTrouble);
            // It may be that the sets are gone.
            nextLook = now;
        }
    }

    private void failed(KernelException e, long now) {
        failures++;
        failuresInARow++;
        unsure = true;
        nextLook = now;
        nextTry = now + rhythm.retryNanos(failuresInARow);
        if (!surrendered) {
            trouble = e.reason() == Reason.BUSY
                    ? "Another program holds the lock of the rules (/run/xtables.lock): " + e.text()
                    : e.text();
        }
        LOG.warn("try {}: {}", failuresInARow, e.text());
    }

    private static void expect(Observed seen, Rules rules) throws KernelException {
        if (seen.rules() != rules) {
            throw new KernelException(Reason.REFUSED, "rules are still there: " + seen.remark());
        }
    }

    /** Whether nothing of ours was in the kernel when it was last looked at. */
    boolean isOut() {
        return place == Place.OUT;
    }

    RedirectionStatus status(Demand demand) {
        List<String> troubles = new ArrayList<>(List.of(trouble, renewalTrouble));
        troubles.removeIf(String::isEmpty);
        demand.wanted().stream()
                .filter(each -> !RedirectText.canSay(each))
                .map(each -> each.server() + " is not redirected: only IPv4 servers can be")
                .sorted()
                .forEach(troubles::add);
        return new RedirectionStatus(state(demand), inForce, mended, failures, troubles);
    }

    private State state(Demand demand) {
        if (demand.out()) {
            return State.PANIC;
        }
        if (surrendered) {
            return State.SURRENDERED;
        }
        boolean asWanted = place == Place.IN
                && failuresInARow == 0
                && renewalTrouble.isEmpty()
                && inForce.equals(sayable(demand.wanted()));
        return asWanted ? State.IN_FORCE : State.PENDING;
    }

    private static Set<Redirect> sayable(Set<Redirect> wanted) {
        Set<Redirect> sayable = new HashSet<>(wanted);
        sayable.removeIf(each -> !RedirectText.canSay(each));
        return sayable;
    }

    /** Something that may fail. */
    private interface Change {
        void at(long now) throws KernelException, InterruptedException;
    }
}
