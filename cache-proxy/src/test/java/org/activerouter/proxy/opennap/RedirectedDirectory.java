package org.activerouter.proxy.opennap;

import java.util.ArrayList;
import java.util.List;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.Door;
import org.activerouter.proxy.opennap.cache.CacheSettings;
import org.activerouter.proxy.relay.RelayLimits;
import org.activerouter.proxy.relay.RelayNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Clients, the cache proxy and a directory in three network namespaces, with the real rules. */
abstract class RedirectedDirectory {
    static RelayNetwork network;
    static Endpoint endpoint;

    final List<AutoCloseable> opened = new ArrayList<>();
    OpenNapService service;

    @BeforeAll
    static void wireUp() throws Exception {
        network = new RelayNetwork();
        endpoint = RelayNetwork.endpoint("10.82.1.10", 8888);
    }

    @AfterAll
    static void tearDown() throws Exception {
        network.close();
    }

    /** Puts the proxy in the place of this server. */
    void serve(SocketServer server) throws Exception {
        opened.add(server);
        service = network.router.call(() -> {
            OpenNapService made = new OpenNapService(RelayLimits.defaults(), CacheSettings.DEFAULTS);
            made.serve(endpoint);
            return made;
        });
        opened.add(service);
        network.redirect(endpoint, new Door(8888, 8888));
    }

    @AfterEach
    void end() throws Exception {
        network.release(endpoint);
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    WireClient connect() throws Exception {
        WireClient client = new WireClient(network.connect(endpoint));
        opened.add(client);
        return client;
    }
}
