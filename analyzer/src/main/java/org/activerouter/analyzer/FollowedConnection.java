package org.activerouter.analyzer;

import java.nio.ByteBuffer;
import org.activerouter.analyzer.history.ExchangeRow;
import org.activerouter.analyzer.history.History;
import org.activerouter.analyzer.load.ConnectionLoad;
import org.activerouter.analyzer.load.ServerTable;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.analyzer.protocol.Conversation.Reading;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.activerouter.analyzer.protocol.ObservationSink;
import org.activerouter.analyzer.protocol.Protocol;
import org.activerouter.analyzer.protocol.Standing;
import org.activerouter.capture.Direction;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.tcp.CloseReason;
import org.activerouter.capture.tcp.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * One connection on its way from bytes to counts: gives its bytes to the protocol's reader for as long as that wants them, and
 * what the reader observes to the server's load and to the history.
 *
 * <p>A server is known from the first bytes that its protocol does not disown: what merely knocks on a watched port is none.
 */
final class FollowedConnection implements StreamListener, ObservationSink {
    private final FlowKey key;
    private final String protocol;
    private final ServerTable servers;
    private final History history;
    private final FlowCounts counts;
    private final Conversation conversation;
    private @Nullable ConnectionLoad load;
    private final boolean keepsExchanges;
    private boolean wanted = true;

    FollowedConnection(
            FlowKey key,
            boolean fromStart,
            Protocol protocol,
            ServerTable servers,
            History history,
            FlowCounts counts) {
        this.key = key;
        this.protocol = protocol.id();
        this.servers = servers;
        this.history = history;
        this.keepsExchanges = !history.equals(History.NONE);
        this.counts = counts;
        this.conversation = protocol.open(key, fromStart, this);
        if (!fromStart) {
            counts.joined();
        }
    }

    @Override
    public void bytes(Direction from, ByteBuffer bytes, long nanos) {
        if (!wanted) {
            return;
        }
        Reading reading = conversation.bytes(from, bytes, nanos);
        if (reading != Reading.NOT_MINE) {
            load();
        }
        if (reading == Reading.OPAQUE || reading == Reading.NOT_MINE) {
            wanted = false;
            counts.unread(reading);
        }
    }

    @Override
    public void gap(Direction from, long missingBytes, long nanos) {
        if (wanted) {
            conversation.gap(from, missingBytes, nanos);
        }
    }

    @Override
    public void tainted(Direction from, long nanos) {
        if (wanted) {
            conversation.tainted(from, nanos);
        }
    }

    @Override
    public void closed(CloseReason how, long nanos) {
        conversation.closed(how, nanos);
        if (load != null) {
            load.closed();
        }
    }

    /** Where the conversation stands; null if that is not known. */
    @Nullable
    Standing standing() {
        return conversation.standing();
    }

    @Override
    public void asked(long nanos, int query) {
        load().asked(nanos, query);
    }

    @Override
    public void answered(long nanos, int query, long askedNanos) {
        load().answered(nanos, query, askedNanos);
    }

    @Override
    public void ended(long nanos, int query, long askedNanos, long firstAnswerNanos, int results, Outcome outcome) {
        long sequence = load().ended(nanos, query, askedNanos, firstAnswerNanos, results, outcome);
        if (keepsExchanges) {
            long believed = ConnectionLoad.believedFirstAnswer(askedNanos, firstAnswerNanos);
            history.exchange(new ExchangeRow(
                    key.server(), protocol, sequence, key.client(), askedNanos, believed, nanos, results, outcome));
        }
    }

    @Override
    public void observed(Observation fact) {
        switch (fact) {
            case Observation.Asked asked -> asked(asked.nanos(), asked.query());
            case Observation.Answered answered -> answered(answered.nanos(), answered.query(), answered.askedNanos());
            case Observation.Ended ended ->
                ended(
                        ended.nanos(),
                        ended.query(),
                        ended.askedNanos(),
                        ended.firstAnswerNanos(),
                        ended.results(),
                        ended.outcome());
            case Observation.LoggedIn loggedIn -> load().loggedIn(loggedIn);
            case Observation.Classified classified -> load().classified(classified);
            case Observation.LostStep lost -> counts.lostStep();
            // Told to the readers of conversations; load does not depend on them.
            case Observation.Shared shared -> load();
            case Observation.Unshared unshared -> load();
            case Observation.Departed departed -> load();
            case Observation.BecameOpaque opaque -> load();
        }
    }

    @Override
    public int fetch(int step) {
        return switch (step) {
            case 0 -> wanted ? 1 : 0;
            case 1 -> conversation.fetch(0) + (load == null ? 0 : load.fetch());
            default -> conversation.fetch(step - 1);
        };
    }

    private ConnectionLoad load() {
        if (load == null) {
            load = servers.connect(key.server(), protocol, key.client());
        }
        return load;
    }
}
