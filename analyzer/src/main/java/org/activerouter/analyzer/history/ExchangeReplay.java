package org.activerouter.analyzer.history;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.activerouter.analyzer.load.ConnectionLoad;
import org.activerouter.analyzer.load.LoadLimits;
import org.activerouter.analyzer.load.ServerTable;
import org.activerouter.analyzer.load.SliceSink;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Recorded exchanges, observed once more: asked, answered and ended in the order in which that happened. They may be added in
 * nearly any order; what may still be preceded by others waits.
 */
final class ExchangeReplay {
    private static final int MOST_CONNECTIONS = 65_536;

    private final ServerTable table;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<Ends, Connection> connections = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Ends, Connection> eldest) {
            return size() > MOST_CONNECTIONS;
        }
    };
    private long exchanges;
    private long added;

    private record Ends(Endpoint server, Endpoint client) {}

    private static final class Connection {
        private final ConnectionLoad load;
        private int asked;

        Connection(ConnectionLoad load) {
            this.load = load;
        }
    }

    /** What an exchange waits for next. */
    private static final class Event implements Comparable<Event> {
        private final ExchangeRow row;
        private final long order;
        private long nanos;
        private boolean answered;
        private int query;
        private @Nullable ConnectionLoad load;

        Event(ExchangeRow row, long order) {
            this.row = row;
            this.order = order;
            nanos = row.askedNanos();
        }

        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(nanos, other.nanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    ExchangeReplay(SliceSink sink) {
        LoadLimits limits = new LoadLimits(4_096, 0, Duration.ofSeconds(1), 1);
        table = new ServerTable(limits, second -> {}, sink);
    }

    void add(ExchangeRow row) {
        events.add(new Event(row, added++));
    }

    private Connection connection(ExchangeRow row) {
        return connections.computeIfAbsent(
                new Ends(row.server(), row.client()),
                ends -> new Connection(table.connect(ends.server(), row.protocol(), ends.client())));
    }

    /** Nothing that was asked before then will be added any more. */
    void tellBefore(long nanos) {
        while (!events.isEmpty() && events.peek().nanos < nanos) {
            Event event = events.remove();
            table.advance(event.nanos);
            tell(event);
        }
    }

    private void tell(Event event) {
        ExchangeRow row = event.row;
        ConnectionLoad load = event.load;
        if (load == null) {
            Connection connection = connection(row);
            event.load = connection.load;
            event.query = ++connection.asked;
            connection.load.asked(event.nanos, event.query);
            again(event, row.firstAnswerNanos() == Observation.NEVER ? row.endedNanos() : row.firstAnswerNanos());
        } else if (!event.answered && row.firstAnswerNanos() != Observation.NEVER) {
            event.answered = true;
            load.answered(event.nanos, event.query, row.askedNanos());
            again(event, row.endedNanos());
        } else {
            load.ended(
                    event.nanos, event.query, row.askedNanos(), row.firstAnswerNanos(), row.results(), row.outcome());
            exchanges++;
        }
    }

    private void again(Event event, long nanos) {
        event.nanos = Math.max(nanos, event.nanos);
        events.add(event);
    }

    void finish() {
        tellBefore(Long.MAX_VALUE);
        table.finish();
    }

    long exchanges() {
        return exchanges;
    }
}
