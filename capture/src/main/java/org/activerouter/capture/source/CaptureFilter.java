package org.activerouter.capture.source;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which frames the kernel hands over: those of TCP connections with one of the ports at either end, or all of TCP.
 *
 * <p>What has no ports to look at is let through as well, to be counted: later fragments, and IPv6 with extension headers.
 * Immutable.
 */
public final class CaptureFilter {
    /**
     * Each port costs the kernel up to eight comparisons per packet at each depth of VLAN tags, and a program may have 4096
     * instructions in all (BPF_MAXINSNS). Beyond this many ports all of TCP is cheaper.
     */
    static final int MAX_PORTS = 64;

    private static final int DLT_EN10MB = 1;

    private static final CaptureFilter ALL_TCP = new CaptureFilter(new TreeSet<>());

    /** Empty means all. */
    private final SortedSet<Integer> ports;

    private CaptureFilter(SortedSet<Integer> ports) {
        this.ports = ports;
    }

    /**
     * TCP with one of the ports at either end.
     *
     * @param ports at least one; beyond {@link #MAX_PORTS} it is as good as {@link #allTcp}
     */
    public static CaptureFilter ports(Set<Integer> ports) {
        if (ports.isEmpty()) {
            throw new IllegalArgumentException("a filter without ports would see nothing");
        }
        for (int port : ports) {
            if (port < 0 || port > 0xFFFF) {
                throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
            }
        }
        return ports.size() > MAX_PORTS ? ALL_TCP : new CaptureFilter(new TreeSet<>(ports));
    }

    /** Every TCP frame: what self-study needs. */
    public static CaptureFilter allTcp() {
        return ALL_TCP;
    }

    /** This filter and one port more. */
    public CaptureFilter plus(int port) {
        if (ports.isEmpty()) {
            return this;
        }
        SortedSet<Integer> more = new TreeSet<>(ports);
        more.add(port);
        return ports(more);
    }

    /**
     * The filter in libpcap's language.
     *
     * <p>Two traps shape it. {@code vlan} shifts every offset in what follows it, whatever the parentheses, so the plain test
     * comes first and the deeper ones behind. And arithmetic ({@code ip[6:2]}) in front of a {@code vlan} makes libpcap 1.10
     * overwrite the register in which it keeps that shift, so there is none: a later fragment is TCP that has no ports, not
     * even in the range of all.
     *
     * @param linkType DLT number; only Ethernet knows the keyword {@code vlan}
     */
    String expression(int linkType) {
        String plain = plainExpression();
        return linkType == DLT_EN10MB ? plain + " or (vlan and (" + plain + " or (vlan and " + plain + ")))" : plain;
    }

    private String plainExpression() {
        String extensionHeaders = "ip6 proto 0 or ip6 proto 43 or ip6 proto 44 or ip6 proto 60";
        if (ports.isEmpty()) {
            return "(ip proto 6 or ip6 proto 6 or " + extensionHeaders + ")";
        }
        String tcp = ports.stream().map(port -> "tcp port " + port).collect(Collectors.joining(" or "));
        return "(" + tcp + " or (ip proto 6 and not tcp portrange 0-65535) or " + extensionHeaders + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CaptureFilter filter && ports.equals(filter.ports);
    }

    @Override
    public int hashCode() {
        return ports.hashCode();
    }

    /** For logs: {@code TCP ports 8875, 8888}. */
    @Override
    public String toString() {
        return ports.isEmpty()
                ? "all TCP"
                : "TCP ports " + ports.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
