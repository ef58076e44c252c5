package org.activerouter.manager.metrics;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.exporter.httpserver.HttpErrorHandlingPolicy;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.function.Supplier;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.control.RouterStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where monitoring scrapes the router: {@code http://ADDRESS:PORT/metrics}. It only reads. Any thread. */
public final class MetricsEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsEndpoint.class);

    /** Who scrapes learns that something is wrong, and not what. */
    private static final HttpErrorHandlingPolicy LOGGED = HttpErrorHandlingPolicy.builder()
            .errorReporter(e -> LOG.error("A scrape of the metrics failed", e))
            .build();

    private final HTTPServer server;

    private MetricsEndpoint(HTTPServer server) {
        this.server = server;
    }

    /**
     * Begins to listen.
     *
     * @param status the latest, on any thread
     * @throws IOException when it cannot listen there; the message says what to do
     */
    public static MetricsEndpoint open(Endpoint listen, Supplier<RouterStatus> status) throws IOException {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new RouterMetrics(status));
        try {
            return new MetricsEndpoint(HTTPServer.builder()
                    .inetAddress(listen.address())
                    .port(listen.port())
                    .registry(registry)
                    .errorHandlingPolicy(LOGGED)
                    .buildAndStart());
        } catch (IOException e) {
            throw new IOException(
                    "metrics cannot be served on " + listen + ": " + e.getMessage()
                            + "; give metrics.listen an address of this machine and a port that nobody has",
                    e);
        }
    }

    /** Where it listens. */
    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.close();
    }
}
