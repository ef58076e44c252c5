package org.activerouter.analyzer.load;

import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/** What one connection of a client has done so far. */
final class ClientTally extends Chain.Link<ClientTally> {
    private final Endpoint server;
    private final Endpoint client;
    private @Nullable String nick;
    private int sharePort;
    private long queries;
    private long results;
    private long completed;
    private boolean forgotten;

    ClientTally(Endpoint server, Endpoint client) {
        this.server = server;
        this.client = client;
    }

    Endpoint client() {
        return client;
    }

    void loggedIn(String name, int port) {
        nick = name;
        sharePort = port;
    }

    void asked() {
        queries++;
    }

    void ended(boolean complete, int resultCount) {
        completed += complete ? 1 : 0;
        results += resultCount;
    }

    void forget() {
        forgotten = true;
    }

    boolean isForgotten() {
        return forgotten;
    }

    ClientSnapshot snapshot() {
        return new ClientSnapshot(server, client, nick, sharePort, queries, results, completed);
    }
}
