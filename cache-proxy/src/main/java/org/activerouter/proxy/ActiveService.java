package org.activerouter.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;

/**
 * A transparent service that takes the place of servers towards their clients. It listens before the kernel is told to send
 * anyone, and goes on listening until the kernel has been told to stop: door before signpost.
 *
 * <p>All methods are for any thread and do not wait for traffic, but for {@link #handBack}.
 */
public interface ActiveService extends AutoCloseable {
    /**
     * Begins to stand in for a server: listens where its clients will be sent, and accepts connections meant for it.
     * Doing it twice is the same as once.
     *
     * @return where it listens
     * @throws IOException when no port can be listened on; the message says which and why
     */
    Door serve(Endpoint server) throws IOException;

    /**
     * Stops to stand in for a server. Sessions that are open go on to their end; a new connection meant for this server is
     * passed on unchanged. The door is closed when no server needs it any more and no session came through it lately.
     */
    void retire(Endpoint server);

    /**
     * Takes the place of established connections of a server that it stands in for, as if they had always gone through it. Blocks
     * for milliseconds. What takes time and disturbs nobody is done first; then the hold is begun, and all that begins is told where it
     * stands. The caller ends the hold when this has returned. A connection whose conversation is not known is passed on byte for byte;
     * leave it out if that is not wanted.
     *
     * <p>A service that cannot do it refuses them all.
     *
     * @param batch how they stood a moment ago
     * @throws IOException what the hold threw; then none was taken over
     */
    default TakenOver takeOver(Endpoint server, List<StandingConnection> batch, Hold hold) throws IOException {
        return new TakenOver(
                List.of(),
                batch.stream()
                        .map(each -> new TakenOver.Refused(
                                each.facts().flow(), "this service cannot begin in the middle of a conversation"))
                        .toList());
    }

    /**
     * Gives taken-over connections of a retired server back to their ends, where not a byte was changed; what stays is passed on
     * unchanged from now on. Blocks for half a second at most. Nothing need be held meanwhile.
     */
    default HandedBack handBack(Endpoint server) {
        return new HandedBack(List.of(), List.of());
    }

    /**
     * Ends established connections of a server as if each end had been reset by the other: their clients come back, and the server forgets
     * them. Held as for {@link #takeOver}; blocks for milliseconds. {@link TakenOver#live} are those that were ended.
     *
     * <p>A service that cannot do it refuses them all.
     *
     * @param batch how they stood a moment ago
     * @throws IOException what the hold threw; then none was ended
     */
    default TakenOver reset(Endpoint server, List<StandingConnection> batch, Hold hold) throws IOException {
        return new TakenOver(
                List.of(),
                batch.stream()
                        .map(each ->
                                new TakenOver.Refused(each.facts().flow(), "this service cannot reset connections"))
                        .toList());
    }

    /**
     * A number that grows at least once a second as long as every thread that serves sessions makes progress. Where it stays the same for
     * seconds, sessions stand still. A service without such threads has nothing that could.
     */
    default long beats() {
        return System.nanoTime();
    }

    /** What it did for each server that it stands in for or has sessions of; counters go up only. */
    List<ServedSnapshot> served();

    /** What it did in all, refusals by reason, and the fill of its limits. */
    ServiceSnapshot snapshot();

    /**
     * Addresses of this machine from which it asks servers by itself, for any number of clients. What it asks for one client comes from
     * that client's address.
     */
    default Set<InetAddress> ownAddresses() {
        return Set.of();
    }

    /** What its cache spared the servers; empty for a service without one. */
    default Optional<CacheFigures> cache() {
        return Optional.empty();
    }

    /** Ends every session and stops listening. */
    @Override
    void close();
}
