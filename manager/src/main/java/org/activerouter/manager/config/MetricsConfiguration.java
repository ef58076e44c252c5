package org.activerouter.manager.config;

import org.activerouter.capture.Endpoint;

/**
 * Where monitoring scrapes the running router. Immutable.
 *
 * @param listen the address and port
 */
public record MetricsConfiguration(Endpoint listen) {
    private static final Key<Endpoint> LISTEN = Key.required(
            "listen",
            Types.server(),
            Types.endpoint("127.0.0.1:9464").orElseThrow(),
            "Where it listens, for HTTP. Whoever can connect may read: take the loopback, or an address that only monitoring"
                    + " reaches.");

    static final Section SECTION = Section.optional(
            "metrics",
            "What status shows, at /metrics in the format of Prometheus; not there, nobody listens.",
            LISTEN);

    static MetricsConfiguration read(SectionReader in) {
        return new MetricsConfiguration(in.get(LISTEN));
    }
}
