package org.activerouter.manager.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.activerouter.manager.netfilter.KernelSettings;
import org.activerouter.manager.netfilter.KernelSettings.Backend;

/**
 * How the kernel's redirects are kept. Immutable.
 *
 * @param backEnd which iptables is driven
 * @param lease how long the kernel redirects after the router was last heard of; whole seconds
 * @param refresh how often the lease is renewed
 * @param lookAgain how often the rules are compared with what is wanted
 * @param wars how often others may remove the rules within a minute before the router leaves them to it
 * @param conntrackFill share of the connection table above which nothing new is redirected
 * @param routeTable number of the routing table, the preference of its rule, and the connection tracking zone
 */
public record NetfilterConfiguration(
        Backend backEnd,
        Duration lease,
        Duration refresh,
        Duration lookAgain,
        int wars,
        double conntrackFill,
        int routeTable) {
    /** One renewal may be late, and one get lost. */
    private static final int RENEWALS_PER_LEASE = 3;

    private static final Key<Backend> BACK_END = Key.usually(
            "back-end",
            Types.oneOf(Backend.class),
            Backend.AUTO,
            "Which iptables is driven; auto takes the one behind the name iptables.");
    private static final Key<Duration> LEASE = Key.usually(
            "lease",
            Types.duration(Duration.ofSeconds(1), Duration.ofSeconds(30)),
            Duration.ofSeconds(2),
            "How long the kernel goes on redirecting when the router has frozen; whole seconds.");
    private static final Key<Duration> REFRESH = Key.usually(
            "refresh",
            Types.duration(Duration.ofMillis(100), Duration.ofSeconds(10)),
            Duration.ofMillis(500),
            "How often the lease is renewed; at most a third of it.");
    private static final Key<Duration> LOOK_AGAIN = Key.usually(
            "look-again",
            Types.duration(Duration.ofMillis(500), Duration.ofMinutes(1)),
            Duration.ofSeconds(2),
            "How often the kernel's rules are compared with what is wanted, and mended.");
    private static final Key<Integer> WARS = Key.usually(
            "wars",
            Types.whole(1, 100),
            5,
            "How often within a minute others may remove the rules before the router stops putting them back.");
    private static final Key<Double> CONNTRACK_FILL = Key.usually(
            "conntrack-fill",
            Types.share(),
            0.8,
            "Share of the kernel's connection table in use above which nothing new is redirected.");
    private static final Key<Integer> ROUTE_TABLE = Key.usually(
            "route-table",
            Types.whole(1, 32_765),
            1089,
            "Number of the routing table, of its rule's preference, and of the connection tracking zone that the router"
                    + " uses.");

    static final Section SECTION = Section.of(
            "netfilter",
            "How the kernel's redirects are kept.",
            BACK_END,
            LEASE,
            REFRESH,
            LOOK_AGAIN,
            WARS,
            CONNTRACK_FILL,
            ROUTE_TABLE);

    /**
     * What the scripts are told.
     *
     * @param scripts the folder {@code netfilter-scripts}
     * @param capture names the interfaces; at least one of them on the clients' side
     */
    public KernelSettings kernel(Path scripts, CaptureConfiguration capture) {
        KernelSettings usual = KernelSettings.of(scripts, capture.clientsSide(), capture.serversSide());
        return new KernelSettings(
                scripts,
                List.of(),
                usual.clients(),
                usual.servers(),
                backEnd,
                usual.prefix(),
                usual.markShift(),
                routeTable,
                lease);
    }

    static NetfilterConfiguration read(SectionReader in) {
        NetfilterConfiguration read = new NetfilterConfiguration(
                in.get(BACK_END),
                in.get(LEASE),
                in.get(REFRESH),
                in.get(LOOK_AGAIN),
                in.get(WARS),
                in.get(CONNTRACK_FILL),
                in.get(ROUTE_TABLE));
        read.check(in);
        return read;
    }

    private void check(SectionReader in) {
        if (in.sound(LEASE) && lease.toNanosPart() != 0) {
            in.refuse(LEASE, "is not in whole seconds, which is how the kernel counts it", "");
        }
        if (in.sound(LEASE, REFRESH) && refresh.multipliedBy(RENEWALS_PER_LEASE).compareTo(lease) > 0) {
            in.refuse(
                    REFRESH,
                    "is more than a third of lease, " + Types.text(lease)
                            + ": one late renewal would end every redirect",
                    "at most " + Types.text(lease.dividedBy(RENEWALS_PER_LEASE).truncatedTo(ChronoUnit.MILLIS)));
        }
        if (in.sound(ROUTE_TABLE) && routeTable >= 253 && routeTable <= 255) {
            in.refuse(ROUTE_TABLE, "is one of the kernel's own tables (253 to 255)", "");
        }
    }
}
