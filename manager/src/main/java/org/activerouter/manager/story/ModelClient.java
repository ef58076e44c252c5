package org.activerouter.manager.story;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.activerouter.analyzer.load.ConnectionLoad;
import org.activerouter.analyzer.load.ServerTable;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/** One client of a server: one connection at a time, which is observed as the capture would. */
final class ModelClient {
    private final Endpoint endpoint;
    private final Endpoint server;
    private final Deque<Query> waiting = new ArrayDeque<>();
    private @Nullable ConnectionLoad connection;
    private boolean atService;
    private double sessionEnds;
    private int asked;

    /** A query of one connection. */
    record Query(
            int number, double second, long nanos, @Nullable ConnectionLoad connection) {}

    ModelClient(Endpoint endpoint, Endpoint server) {
        this.endpoint = endpoint;
        this.server = server;
    }

    /** New connections go where the kernel sends them; established ones stay where they are. */
    void reconnectWhenDue(double second, boolean redirected, double sessionSeconds, Random random, StoryRun run) {
        if (second < sessionEnds) {
            return;
        }
        close(second, run);
        atService = redirected;
        sessionEnds = second + sessionSeconds * -Math.log(1 - random.nextDouble());
    }

    boolean isAtService() {
        return atService;
    }

    Query ask(double second, StoryRun run) {
        long nanos = run.nanos(second);
        if (connection == null) {
            connection = run.table().connect(server, StoryPlan.PROTOCOL, endpoint);
            asked = 0;
        }
        Query query = new Query(++asked, second, nanos, connection);
        connection.asked(nanos, query.number());
        waiting.addLast(query);
        return query;
    }

    void answer(Query query, double second, int results, StoryRun run) {
        if (query.connection() == null || query.connection() != connection || !waiting.remove(query)) {
            return;
        }
        long nanos = run.nanos(second);
        if (run.isLosing(second)) {
            connection.ended(nanos, query.number(), query.nanos(), Observation.NEVER, 0, Outcome.UNMEASURED);
            return;
        }
        long believed = nanos + run.falseDelayNanos(second);
        connection.answered(believed, query.number(), query.nanos());
        connection.ended(believed, query.number(), query.nanos(), believed, results, Outcome.COMPLETED);
    }

    /** Ends the connection; the next query begins another. */
    void close(double second, StoryRun run) {
        if (connection != null) {
            for (Query query : waiting) {
                connection.ended(
                        run.nanos(second), query.number(), query.nanos(), Observation.NEVER, 0, Outcome.UNANSWERED);
            }
            connection.closed();
        }
        waiting.clear();
        connection = null;
        sessionEnds = 0;
    }

    /** When the query was asked that waits longest; infinity if none does. */
    double waitsSince() {
        return waiting.isEmpty() ? Double.POSITIVE_INFINITY : waiting.getFirst().second();
    }

    /** The router sees the rest of its connection without its beginning. What it waits for is never known. */
    void unknownTo(ServerTable table) {
        waiting.clear();
        connection = connection == null ? null : table.connect(server, StoryPlan.PROTOCOL, endpoint);
        asked = 0;
        atService = false;
    }
}
