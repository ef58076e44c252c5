package org.activerouter.manager.control;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;

/**
 * Who knows the connections of a server. Any thread.
 *
 * @param standing those that the capture has seen and that stand, once everything has been read that was captured before the question
 * @param again the same of some of a server's connections, as far as they still stand
 * @param ours the client's end of those that go through us already, which the capture sees as well
 */
public record HandoverSources(
        Function<Endpoint, CompletableFuture<List<StandingConnection>>> standing,
        BiFunction<Endpoint, Set<FlowKey>, CompletableFuture<List<StandingConnection>>> again,
        Function<Endpoint, Set<Endpoint>> ours) {
    /** For a router that sees no connections. */
    public static final HandoverSources NONE = new HandoverSources(
            server -> CompletableFuture.completedFuture(List.of()),
            (server, wanted) -> CompletableFuture.completedFuture(List.of()),
            server -> Set.of());
}
