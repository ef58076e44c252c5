package org.activerouter.manager.config;

import java.util.List;
import org.activerouter.capture.source.LiveSettings;

/**
 * Where the router watches. Immutable.
 *
 * @param serversSide interfaces towards the servers; traffic is measured on them
 * @param clientsSide interfaces towards the clients; redirects apply to what comes in here
 * @param learn whether servers on ports that are not configured are looked for
 * @param live how interfaces are captured
 */
public record CaptureConfiguration(
        List<String> serversSide, List<String> clientsSide, boolean learn, LiveSettings live) {
    private static final int MOST_INTERFACES = 16;

    private static final Key<List<String>> SERVERS_SIDE = Key.required(
            "servers-side",
            Type.list("interfaces", Types.networkInterface(), 1, MOST_INTERFACES),
            List.of("eth1"),
            "Interfaces towards the servers. Traffic is measured on them: behind address translation only this side shows"
                    + " which server is meant.");
    private static final Key<List<String>> CLIENTS_SIDE = Key.usually(
                    "clients-side",
                    Type.list("interfaces", Types.networkInterface(), 0, MOST_INTERFACES),
                    List.<String>of(),
                    "Interfaces towards the clients. Redirects apply to what comes in by them, so a policy that acts needs one.")
            .shownAs(List.of("eth0"));
    private static final Key<Boolean> LEARN = Key.usually(
            "learn",
            Types.yesOrNo(),
            false,
            "Whether connections on other ports are studied, to find servers whose protocol is known.");
    private static final Key<Long> BUFFER = Key.usually(
            "buffer",
            Types.size(1L << 20, 1L << 30),
            (long) LiveSettings.defaults().kernelBufferBytes(),
            "Kernel memory per interface in which frames wait for the router; the default bridges a quarter of a second at"
                    + " a gigabit.");

    static final Section SECTION =
            Section.of("capture", "Where the router watches.", SERVERS_SIDE, CLIENTS_SIDE, LEARN, BUFFER);

    /** Keeps its own copies. */
    public CaptureConfiguration {
        serversSide = List.copyOf(serversSide);
        clientsSide = List.copyOf(clientsSide);
    }

    static CaptureConfiguration read(SectionReader in) {
        LiveSettings usual = LiveSettings.defaults();
        CaptureConfiguration read = new CaptureConfiguration(
                in.get(SERVERS_SIDE),
                in.get(CLIENTS_SIDE),
                in.get(LEARN),
                new LiveSettings(Math.toIntExact(in.get(BUFFER)), usual.snapLength(), usual.promiscuous()));
        read.check(in);
        return read;
    }

    private void check(SectionReader in) {
        for (String name : serversSide) {
            if (clientsSide.contains(name)) {
                in.refuse(
                        CLIENTS_SIDE,
                        Type.quoted(name) + " is on the servers' side too",
                        "an interface has one side: on both, every packet would be seen twice");
            }
        }
        if (serversSide.contains("any")) {
            in.refuse(SERVERS_SIDE, "'any' shows every packet twice", "name the interfaces; ip link shows them");
        }
    }

    /** Says that policies want to act where there is nothing to redirect. */
    void refuseToAct(SectionReader in, String policy) {
        if (clientsSide.isEmpty() && in.sound(CLIENTS_SIDE) && in.whole()) {
            in.refuse(
                    CLIENTS_SIDE,
                    "names no interface, so that nothing could be redirected, although the policy " + policy
                            + " has mode = act",
                    "name the interfaces towards the clients, or set mode = observe");
        }
    }
}
