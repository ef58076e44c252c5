package org.activerouter.analyzer.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The connections of clients that the report will show. Beyond the cap the oldest ended one is forgotten, or, while none has
 * ended, the oldest of all.
 */
final class ClientTable {
    private static final Comparator<Endpoint> BY_ADDRESS = Comparator.comparing(
                    (Endpoint end) -> end.address().getAddress(),
                    Comparator.<byte[]>comparingInt(address -> address.length).thenComparing(Arrays::compareUnsigned))
            .thenComparingInt(Endpoint::port);

    private final int maxClients;
    private final Chain<ConnectionLoad> open = new Chain<>();
    private final Chain<ConnectionLoad> ended = new Chain<>();
    private long forgotten;

    ClientTable(int maxClients) {
        this.maxClients = maxClients;
    }

    void opened(ConnectionLoad connection) {
        if (open.size() + ended.size() == maxClients) {
            forgetOldest();
        }
        open.addLast(connection);
    }

    private void forgetOldest() {
        Chain<ConnectionLoad> from = ended.size() > 0 ? ended : open;
        ConnectionLoad oldest = from.first();
        if (oldest != null) {
            from.remove(oldest);
            oldest.forget();
            forgotten++;
        }
    }

    void ended(ConnectionLoad connection) {
        if (!connection.isForgotten()) {
            open.remove(connection);
            ended.addLast(connection);
        }
    }

    long forgotten() {
        return forgotten;
    }

    List<ClientSnapshot> snapshots() {
        List<ClientSnapshot> all = new ArrayList<>(open.size() + ended.size());
        addAll(ended, all);
        addAll(open, all);
        // Stable: connections that used the same port one after the other stay in their order.
        all.sort(Comparator.comparing(ClientSnapshot::server, BY_ADDRESS)
                .thenComparing(ClientSnapshot::client, BY_ADDRESS));
        return all;
    }

    private static void addAll(Chain<ConnectionLoad> chain, List<ClientSnapshot> all) {
        for (@Nullable ConnectionLoad next = chain.first(); next != null; next = next.after()) {
            all.add(next.snapshot());
        }
    }
}
