package org.activerouter.proxy.takeover;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.tcp.TakeoverFacts;
import org.activerouter.capture.tcp.TakeoverFacts.Spoken;
import org.activerouter.capture.tcp.TakeoverFacts.Syn;
import org.jspecify.annotations.Nullable;

/**
 * Works out the two sockets that take the place of a connection. Each goes on where the other end's acknowledgements stand. What was sent
 * and not acknowledged is taken for received as far as it is known, and else sent again by whoever sent it.
 *
 * <p>The two directions differ, because they are captured where servers are. What comes from a client is captured as it leaves for the
 * server, who may have taken it: those bytes must come first, unchanged, and the socket towards the server has them as sent. What
 * comes from a server may still be held back: it is said to the client, if need be once more, before anything else is.
 *
 * <p>Where the handshake was not seen by anybody, windows are taken to be shifted by seven bits, as by most systems: a wrong guess
 * costs some milliseconds until windows are told anew, and nothing else.
 */
final class Planner {
    /** What an Ethernet carries; towards a smaller network the kernel of this machine knows better. */
    private static final int USUAL_MSS = 1460;

    /** What who says nothing of it takes (RFC 9293 section 3.7.1). */
    private static final int DEFAULT_MSS = 536;

    private static final int USUAL_SCALE = 7;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final TakeoverFacts facts;
    private final @Nullable Tracked tracked;
    private final FlowKey flow;

    private Planner(TakeoverFacts facts, @Nullable Tracked tracked) {
        this.facts = facts;
        this.tracked = tracked;
        // Behind a masquerading router the server sees another client than there is.
        this.flow = tracked == null ? facts.flow() : tracked.original();
    }

    static Plan plan(TakeoverFacts facts, @Nullable Tracked tracked) {
        Planner planner = new Planner(facts, tracked);
        String obstacle = planner.obstacle();
        return obstacle == null ? planner.halves() : new Plan.Impossible(obstacle);
    }

    private @Nullable String obstacle() {
        if (!(flow.client().address() instanceof Inet4Address && flow.server().address() instanceof Inet4Address)) {
            return "only IPv4 is taken over";
        }
        if (tracked != null
                && !tracked.original().server().equals(tracked.answered().server())) {
            return "its destination is translated: " + tracked.original().server() + " is "
                    + tracked.answered().server();
        }
        if (lacks(facts.client()) || lacks(facts.server())) {
            return "not enough of it was seen to know where it stands";
        }
        return null;
    }

    private boolean lacks(Spoken end) {
        return end.highestAck().isEmpty()
                || end.window().isEmpty()
                || (stamped() && end.timestamp().isEmpty());
    }

    private Plan halves() {
        Spoken client = facts.client();
        Spoken server = facts.server();
        int clientScale = scale(client, tracked == null ? OptionalInt.empty() : tracked.clientScale());
        int serverScale = scale(server, tracked == null ? OptionalInt.empty() : tracked.serverScale());
        boolean scaled = clientScale >= 0 && serverScale >= 0;
        int fromClient = scaled ? clientScale : 0;
        int fromServer = scaled ? serverScale : 0;
        return new Plan.Possible(
                half(flow.server(), server, fromServer, flow.client(), client, fromClient, scaled, NOTHING),
                half(flow.client(), client, fromClient, flow.server(), server, fromServer, scaled, client.underWay()),
                server.underWay());
    }

    private Half half(
            Endpoint own,
            Spoken self,
            int ownScale,
            Endpoint other,
            Spoken peer,
            int peerScale,
            boolean scaled,
            ByteBuffer repeated) {
        return new Half(
                address(own),
                address(other),
                peer.highestAck().orElseThrow(),
                (self.highestAck().orElseThrow() + peer.underWay().remaining()) & 0xFFFF_FFFFL,
                peer.syn().map(syn -> syn.mss().orElse(DEFAULT_MSS)).orElse(USUAL_MSS),
                scaled ? new Half.Scaling(peerScale, ownScale) : null,
                selective(),
                stamped() ? even(self.timestamp()) : OptionalLong.empty(),
                peer.window().orElseThrow() << peerScale,
                self.window().orElseThrow() << ownScale,
                repeated);
    }

    private static InetSocketAddress address(Endpoint endpoint) {
        return new InetSocketAddress(endpoint.address(), endpoint.port());
    }

    /** By how many bits its windows are shifted; -1 if it offered no shift. */
    private int scale(Spoken end, OptionalInt remembered) {
        if (end.syn().isPresent()) {
            return end.syn().get().windowScale().orElse(-1);
        }
        return tracked != null && tracked.handshakeSeen() ? remembered.orElse(-1) : USUAL_SCALE;
    }

    /** Believing it by mistake is harmless: who does not know selective acknowledgements passes them over. */
    private boolean selective() {
        boolean remembered = tracked == null || !tracked.handshakeSeen() || tracked.selective();
        return facts.client().syn().map(Syn::sackPermitted).orElse(remembered)
                && facts.server().syn().map(Syn::sackPermitted).orElse(remembered);
    }

    private boolean stamped() {
        return stamps(facts.client()) && stamps(facts.server());
    }

    private static boolean stamps(Spoken end) {
        return end.syn().map(Syn::timestamps).orElse(end.timestamp().isPresent());
    }

    /**
     * The latest one again, or the next: a peer refuses an older one (RFC 7323 section 5), and from a value that the end it
     * stands for has not reached yet that end could not go on later. Even, because an odd one would tell the kernel to
     * count microseconds.
     */
    private static OptionalLong even(OptionalLong latest) {
        return OptionalLong.of((latest.orElseThrow() + 1) & 0xFFFF_FFFEL);
    }
}
