package org.activerouter.manager.appliance;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.activerouter.analyzer.Analysis;
import org.activerouter.analyzer.AnalysisSettings;
import org.activerouter.analyzer.history.StateDatabase;
import org.activerouter.analyzer.history.StateDatabaseException;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.source.FrameSources;
import org.activerouter.capture.source.LiveSource;
import org.activerouter.capture.threads.LastToLeave;
import org.activerouter.manager.admin.AdminSocket;
import org.activerouter.manager.config.RouterConfiguration;
import org.activerouter.manager.control.ControlThread;
import org.activerouter.manager.control.HandoverSources;
import org.activerouter.manager.control.Router;
import org.activerouter.manager.control.RouterParts;
import org.activerouter.manager.control.SliceMailbox;
import org.activerouter.manager.metrics.MetricsEndpoint;
import org.activerouter.manager.netfilter.ConntrackFill;
import org.activerouter.manager.netfilter.LocalConnections;
import org.activerouter.manager.watchdog.Heart;
import org.activerouter.manager.watchdog.Watchdog;
import org.activerouter.proxy.ActiveService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A router that runs. Made by {@link #start}; {@link #awaitEnd} returns when it was told to stop or when a part that it cannot
 * do without has failed; {@link #close} takes its rules out of the kernel before the services stop listening.
 */
public final class Appliance implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("active-router");

    /** What was begun, the latest first: the order in which it is ended. */
    private final Deque<AutoCloseable> begun = new ArrayDeque<>();

    private final RouterConfiguration configuration;
    private final SliceMailbox slices = new SliceMailbox();
    private final AnalysisThread analysis;
    private final ControlThread control;

    private Appliance(Path file, RouterConfiguration configuration, Path scripts)
            throws IOException, CaptureException, StateDatabaseException, UnfitMachineException, InterruptedException {
        this.configuration = configuration;
        // Whoever is in a session with us sees at once that we were killed.
        LastToLeave.start();
        try {
            KernelSide kernel = KernelSide.of(configuration, scripts);
            StateDatabase database = begun(StateDatabase.open(configuration.database()));
            LiveSource source = begun(FrameSources.interfaces(
                    configuration.capture().serversSide(),
                    CaptureFilters.of(configuration, database.learnedBefore()),
                    configuration.capture().live()));
            Map<String, ActiveService> services = ActiveServices.of(configuration);
            services.values().forEach(this::begun);
            Analysis watching =
                    new Analysis(settings(database, source).withBystander(ActiveServices.bystander(services)));
            analysis = begun(AnalysisThread.start(watching, source));
            KernelRedirections redirections = begun(new KernelRedirections());
            if (kernel.mayTouch()) {
                redirections.open(kernel);
            }
            Router router = new Router(
                    new RouterParts(
                            analysis::snapshot,
                            slices,
                            services,
                            redirections,
                            new HandoverSources(watching::standing, watching::standing, new LocalConnections()::with),
                            this::kernelObstacle,
                            database::note,
                            List.of()),
                    ActiveParts.of(file, configuration),
                    Appliance::wallNanos);
            begun(router);
            control = begun(ControlThread.start(router));
            Reload reload = new Reload(file, scripts, configuration, router, redirections);
            begun(AdminSocket.open(configuration.admin().socket(), control.requests(reload::prepare)));
            if (configuration.metrics().isPresent()) {
                begun(MetricsEndpoint.open(configuration.metrics().get().listen(), router::status));
            }
            begun(Watchdog.start(hearts(watching, services)));
        } catch (IOException | CaptureException | StateDatabaseException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Puts a router together and lets it run.
     *
     * @param file where the configuration was read from, and is read from again
     * @param scripts the folder of the netfilter scripts
     * @throws UnfitMachineException when a policy wants to act and this machine would not redirect; it says what to do
     * @throws CaptureException when an interface cannot be captured
     * @throws StateDatabaseException when the state database needs the operator
     * @throws IOException when the admin socket, a service or the place for metrics cannot be opened
     */
    public static Appliance start(Path file, RouterConfiguration configuration, Path scripts)
            throws IOException, CaptureException, StateDatabaseException, UnfitMachineException, InterruptedException {
        Appliance appliance = new Appliance(file, configuration, scripts);
        LOG.info(
                "watching {} with configuration {} of {}",
                configuration.capture().serversSide(),
                configuration.hash(),
                file);
        return appliance;
    }

    private List<Heart> hearts(Analysis watching, Map<String, ActiveService> services) {
        List<Heart> hearts = new ArrayList<>();
        hearts.add(new Heart("the control loop", control::beats));
        hearts.add(new Heart("the analysis", watching::beats));
        services.forEach((name, service) -> hearts.add(new Heart("the service " + name, service::beats)));
        return hearts;
    }

    private static long wallNanos() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    private <T extends AutoCloseable> T begun(T part) {
        begun.push(part);
        return part;
    }

    private AnalysisSettings settings(StateDatabase database, LiveSource source) {
        return new AnalysisSettings(
                        ActiveParts.protocolByPort(configuration),
                        configuration.capture().learn(),
                        configuration.limits().tcp(),
                        configuration.limits().load(),
                        database,
                        database.learnedBefore(),
                        learned -> source.filter(
                                source.filter().plus(learned.server().port())))
                .withSlices(slices);
    }

    private Optional<String> kernelObstacle() {
        double limit = configuration.netfilter().conntrackFill();
        return ConntrackFill.read()
                .filter(fill -> fill.nearlyFull(limit))
                .map(fill -> String.format(
                        "the kernel's connection table is %.0f %% full (%d of %d): nothing new is redirected above %.0f %%",
                        100 * fill.share(), fill.count(), fill.most(), 100 * limit));
    }

    /** Waits until it was told to stop, or cannot go on. */
    public void awaitEnd() throws InterruptedException {
        while (!control.awaitEnd(AnalysisThread.LOOK)) {
            if (analysis.isLost()) {
                control.stop();
            }
        }
    }

    /** Why it could not go on; empty if it was told to stop. */
    public Optional<String> failure() {
        return control.hasFailed()
                ? Optional.of("the control loop has failed again and again; see the log")
                : analysis.failure();
    }

    /** Asks it to stop; any thread, does not wait. */
    public void stop() {
        control.stop();
    }

    /** Ends every part, the latest first: no more requests, no more decisions, no rules, no doors, no capture. */
    @Override
    public void close() {
        while (!begun.isEmpty()) {
            AutoCloseable part = begun.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("{} did not end as it should", part.getClass().getSimpleName(), e);
            }
        }
    }
}
