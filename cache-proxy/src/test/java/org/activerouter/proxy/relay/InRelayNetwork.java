package org.activerouter.proxy.relay;

import static org.activerouter.proxy.relay.RelayNetwork.endpoint;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.activerouter.capture.Endpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Clients, a router and servers in three network namespaces with the real rules, and what a test opens in them. */
abstract class InRelayNetwork {
    static RelayNetwork network;
    static Endpoint server;

    final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void wireUp() throws Exception {
        network = new RelayNetwork();
        server = endpoint("10.82.1.10", 8888);
    }

    @AfterAll
    static void tearDown() throws Exception {
        network.close();
    }

    /** Closed at the end of the test, what was opened last first. */
    final <T extends AutoCloseable> T keep(T resource) {
        opened.add(0, resource);
        return resource;
    }

    @AfterEach
    final void closeAll() throws Exception {
        network.release(server);
        for (AutoCloseable each : opened) {
            each.close();
        }
        threads.shutdownNow();
    }
}
