package org.activerouter.analyzer;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.activerouter.analyzer.learning.LearnedService;
import org.activerouter.analyzer.learning.LearnedServices;
import org.activerouter.analyzer.learning.Recogniser;
import org.activerouter.analyzer.load.ServerTable;
import org.activerouter.analyzer.protocol.Bystander;
import org.activerouter.analyzer.protocol.Protocol;
import org.activerouter.analyzer.protocol.Standing;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.tcp.ConnectionListener;
import org.activerouter.capture.tcp.Doubt;
import org.activerouter.capture.tcp.Established;
import org.activerouter.capture.tcp.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * Finds a reader for each connection: by its server's port, by what was learned about its server, or, with self-study, by what
 * it says.
 */
final class Connections implements ConnectionListener {
    private final AnalysisSettings settings;
    private final ServerTable servers;
    private final ReadableProtocols protocols = new ReadableProtocols();
    private final Map<Integer, Protocol> byPort = new HashMap<>();
    private final BitSet serverPorts = new BitSet();
    private final LearnedServices learned;
    private final Recogniser recogniser;
    private final FlowCounts counts = new FlowCounts();

    /**
     * Looks every protocol up.
     *
     * @throws IllegalArgumentException if the settings name a protocol that is not there
     */
    Connections(AnalysisSettings settings, ServerTable servers) {
        this.settings = settings;
        this.servers = servers;
        settings.protocolByPort().forEach((port, id) -> byPort.put(port, protocols.named(id)));
        byPort.keySet().forEach(serverPorts::set);
        learned = new LearnedServices(settings.learnedBefore());
        learned.all().forEach(service -> serverPorts.set(service.server().port()));
        recogniser = new Recogniser(protocols.all(), this::recognised);
    }

    @Override
    public @Nullable StreamListener opened(FlowKey key, boolean fromStart, long nanos) {
        Protocol protocol = protocolOf(key);
        if (protocol != null) {
            return follow(key, fromStart, protocol);
        }
        return settings.learn() && fromStart ? recogniser.study(key) : null;
    }

    private @Nullable Protocol protocolOf(FlowKey key) {
        Protocol named = byPort.get(key.server().port());
        if (named != null) {
            return named;
        }
        String id = learned.protocolOf(key.server());
        return id == null ? null : protocols.find(id);
    }

    /**
     * A connection for those who take over.
     *
     * @param lostNanos until when the capture lost frames: the last acknowledgement of who was not heard since may be among them
     */
    StandingConnection standing(Established connection, long lostNanos) {
        Doubt doubt = connection.doubt();
        if (doubt == null && lostNanos != Long.MIN_VALUE && !connection.facts().heardSince(lostNanos)) {
            doubt = Doubt.UNHEARD;
        }
        FlowKey key = connection.facts().flow();
        Protocol protocol = protocolOf(key);
        String id = protocol == null ? "" : protocol.id();
        return new StandingConnection(id, connection.facts(), doubt, standing(connection, protocol));
    }

    /** One that has not said anything yet stands at the beginning. */
    private static @Nullable Standing standing(Established connection, @Nullable Protocol protocol) {
        if (connection.listener() instanceof FollowedConnection followed) {
            return followed.standing();
        }
        if (connection.listener() != null || !connection.fromStart() || protocol == null) {
            return null;
        }
        return protocol.open(connection.facts().flow(), true, fact -> {}).standing();
    }

    private StreamListener follow(FlowKey key, boolean fromStart, Protocol protocol) {
        return new FollowedConnection(key, fromStart, listenedTo(protocol), servers, settings.history(), counts);
    }

    private Protocol listenedTo(Protocol protocol) {
        Bystander bystander = settings.bystander();
        return bystander.equals(Bystander.NONE) ? protocol : new ReadTwice(protocol, bystander);
    }

    private StreamListener recognised(FlowKey key, Protocol protocol, long nanos) {
        LearnedService service = new LearnedService(key.server(), protocol.id(), nanos);
        if (learned.add(service)) {
            serverPorts.set(service.server().port());
            settings.history().learned(service.server(), service.protocol(), nanos);
            settings.onLearned().accept(service);
        }
        return follow(key, true, protocol);
    }

    /** Whether servers listen on a port, as far as is known. */
    boolean isServerPort(int port) {
        return serverPorts.get(port);
    }

    FlowCounts counts() {
        return counts;
    }

    List<LearnedService> learned() {
        return learned.all();
    }

    long studiesGivenUp() {
        return recogniser.givenUp();
    }
}
