package org.activerouter.analyzer;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.activerouter.analyzer.load.ClientSnapshot;
import org.activerouter.analyzer.load.ServerTable;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.SourceStatus;
import org.activerouter.capture.tcp.Established;
import org.activerouter.capture.tcp.TcpTracker;
import org.jspecify.annotations.Nullable;

/**
 * The whole passive half in one object: frames in, snapshots out. {@link #run} belongs to one thread, the analysis thread;
 * {@link #snapshot} and {@link #stop} to any.
 */
public final class Analysis {
    private static final long PUBLISH_EVERY_NANOS = 250_000_000L;
    private static final long ADVANCE_EVERY_NANOS = 100_000_000L;
    private static final SourceStatus NOT_STARTED = new SourceStatus(0, 0, 0, 0, -1, List.of());

    private final AnalysisSettings settings;
    private final LongSupplier realNanos;
    private final ServerTable servers;
    private final Connections connections;
    private final TcpTracker tracker;
    private final StandingQuestions questions = new StandingQuestions();
    private volatile AnalysisSnapshot snapshot;
    private volatile boolean stopped;

    /** Written by the analysis thread alone. */
    private volatile long beats;

    /** Real time at which the capture's clock was moved, and at which a snapshot was published. */
    private long advancedAt;

    private long publishedAt;
    private boolean framesSeen;

    /**
     * An analysis that has not seen a frame yet.
     *
     * @throws IllegalArgumentException if the settings name a protocol that is not known; the message names those that are
     */
    public Analysis(AnalysisSettings settings) {
        this(settings, System::nanoTime);
    }

    Analysis(AnalysisSettings settings, LongSupplier realNanos) {
        this.settings = settings;
        this.realNanos = realNanos;
        servers = new ServerTable(settings.loadLimits(), settings.history(), settings.slices());
        connections = new Connections(settings, servers);
        tracker = new TcpTracker(settings.tcpLimits(), connections::isServerPort, connections);
        snapshot = newSnapshot(NOT_STARTED);
    }

    /**
     * Analyses frames until the source ends or {@link #stop} is called; then closes every connection.
     *
     * @throws CaptureException when the source cannot be read on; what was seen until then is in the snapshot
     */
    public void run(FrameSource source) throws CaptureException {
        publishedAt = realNanos.getAsLong();
        questions.begin();
        try {
            read(source);
        } finally {
            questions.close();
            tracker.finish();
            servers.finish();
            snapshot = newSnapshot(source.status());
        }
    }

    private void read(FrameSource source) throws CaptureException {
        while (!stopped) {
            beat();
            FrameBatch batch = source.next();
            long nowAt = realNanos.getAsLong();
            if (batch != null) {
                take(batch, nowAt);
            } else if (source.ended()) {
                return;
            } else {
                idle(nowAt);
            }
            questions.answer(source, this::standingNow);
            if (nowAt - publishedAt >= PUBLISH_EVERY_NANOS) {
                snapshot = newSnapshot(source.status());
                publishedAt = nowAt;
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void beat() {
        beats++;
    }

    /** The clock is moved before and after: a batch may lie on the other side of a jump, or hold one. */
    private void take(FrameBatch batch, long nowAt) {
        if (batch.size() == 0) {
            return;
        }
        servers.advance(batch.nanos(0));
        tracker.accept(batch);
        servers.advance(batch.nanos(batch.size() - 1));
        framesSeen = true;
        advancedAt = nowAt;
    }

    /** Nothing comes, but time goes on: at the pace of the machine's clock, from the last stamp. */
    private void idle(long nowAt) {
        if (framesSeen && nowAt - advancedAt >= ADVANCE_EVERY_NANOS) {
            long nanos = servers.now() + nowAt - advancedAt;
            advancedAt = nowAt;
            tracker.advance(nanos);
            servers.advance(nanos);
        }
    }

    private AnalysisSnapshot newSnapshot(SourceStatus source) {
        return new AnalysisSnapshot(
                servers.now(),
                source,
                tracker.counters(),
                connections.counts().joinedFlows(),
                connections.counts().foreignFlows(),
                connections.counts().opaqueFlows(),
                connections.counts().lostSteps(),
                servers.unmeasuredQueries(),
                servers.forgottenServers(),
                servers.forgottenClients(),
                connections.studiesGivenUp(),
                servers.snapshots(),
                connections.learned(),
                settings.history().status());
    }

    /**
     * The connections that a server has, as they are when everything has been read that was captured before this call. Whoever takes them
     * over has stopped the server's packets before. Any thread; fails with an {@link IllegalStateException} if {@link #run} is over.
     */
    public CompletableFuture<List<StandingConnection>> standing(Endpoint server) {
        return questions.ask(server, null);
    }

    /** The same of some of its connections, as far as they still stand; sooner, where it has many. */
    public CompletableFuture<List<StandingConnection>> standing(Endpoint server, Set<FlowKey> wanted) {
        return questions.ask(server, Set.copyOf(wanted));
    }

    private List<StandingConnection> standingNow(Endpoint server, @Nullable Set<FlowKey> wanted, long lostNanos) {
        List<Established> found = wanted == null ? tracker.established(server) : tracker.established(server, wanted);
        return found.stream().map(each -> connections.standing(each, lostNanos)).toList();
    }

    /** Makes {@link #run} return soon. */
    public void stop() {
        stopped = true;
    }

    /**
     * A number that grows as long as {@link #run} makes progress, with or without traffic. Where it stays the same for seconds the
     * analysis thread stands still or goes round in circles, and {@link #snapshot} is of the past.
     */
    public long beats() {
        return beats;
    }

    /** What is known: at most a quarter of a second old while running, exact once {@link #run} has returned. */
    public AnalysisSnapshot snapshot() {
        return snapshot;
    }

    /** What each client connection did; only after {@link #run} has returned. */
    public List<ClientSnapshot> clients() {
        return servers.clients();
    }
}
