package org.activerouter.lab.bench;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.activerouter.analyzer.history.ExchangeRow;
import org.activerouter.analyzer.load.SecondAggregate;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.activerouter.capture.Endpoint;

/** Exchanges as a busy gateway would tell them, by seed: a few servers, very many clients, answers after some milliseconds. */
final class SyntheticExchanges {
    private static final long BEGIN_NANOS = 1_795_168_800_000_000_000L;
    private static final int CLIENTS = 1_000;

    private final Random random = new Random(20_261_120);
    private final Endpoint[] servers;
    private final long[] sequence;
    private final Endpoint[] clients = new Endpoint[CLIENTS];
    private final long stepNanos;
    private long askedNanos = BEGIN_NANOS;

    /**
     * Exchanges that follow each other at an even pace.
     *
     * @param perSecond of their own clock
     */
    SyntheticExchanges(int serverCount, int perSecond) {
        servers = new Endpoint[serverCount];
        sequence = new long[serverCount];
        stepNanos = 1_000_000_000L / perSecond;
        for (int i = 0; i < serverCount; i++) {
            servers[i] = endpoint(10, i, 8888);
        }
        for (int i = 0; i < CLIENTS; i++) {
            clients[i] = endpoint(172, random.nextInt(1 << 24), 1_024 + random.nextInt(60_000));
        }
    }

    private static Endpoint endpoint(int network, int host, int port) {
        byte[] address = {(byte) network, (byte) (host >> 16), (byte) (host >> 8), (byte) host};
        try {
            return new Endpoint(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are always an address", e);
        }
    }

    ExchangeRow next() {
        int server = random.nextInt(servers.length);
        askedNanos += stepNanos;
        long firstAnswer = askedNanos + 500_000 + random.nextInt(4_000_000);
        return new ExchangeRow(
                servers[server],
                "opennap",
                ++sequence[server],
                clients[random.nextInt(CLIENTS)],
                askedNanos,
                firstAnswer,
                firstAnswer + random.nextInt(10_000_000),
                random.nextInt(100),
                Outcome.COMPLETED);
    }

    /** A second of one server; which second it says it is can be chosen freely. */
    SecondAggregate second(int server, long epochSecond) {
        return new SecondAggregate(
                servers[server], "opennap", epochSecond, 1_000, 990, 980, 5, 5, 10, 50_000, 3_000_000_000L, 9_000_000);
    }

    int servers() {
        return servers.length;
    }
}
