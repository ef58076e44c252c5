package org.activerouter.analyzer.load;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of clients that the report will show. Beyond the cap the oldest ended one is forgotten, or, while none has
 * ended, the oldest of all.
 */
final class ClientTable {
    private final int maxClients;
    private final Chain<ConnectionLoad> open = new Chain<>();
    private final Chain<ConnectionLoad> ended = new Chain<>();
    private long forgotten;

    ClientTable(int maxClients) {
        this.maxClients = maxClients;
    }

    void opened(ConnectionLoad connection) {
        if (maxClients == 0) {
            connection.forget();
            return;
        }
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

    /** By server, then by client. */
    List<ClientSnapshot> snapshots() {
        List<Listed> all = new ArrayList<>(open.size() + ended.size());
        addAll(ended, all);
        addAll(open, all);
        // Stable: connections that used the same port one after the other stay in their order.
        all.sort((one, other) -> Arrays.compareUnsigned(one.place, other.place));
        return all.stream().map(Listed::client).toList();
    }

    private static void addAll(Chain<ConnectionLoad> chain, List<Listed> all) {
        for (@Nullable ConnectionLoad next = chain.first(); next != null; next = next.after()) {
            all.add(Listed.of(next.snapshot()));
        }
    }

    /**
     * A client and its place among the others, as bytes: to compare addresses each time would make two arrays, and there are tens
     * of thousands to be sorted at the end of a run.
     */
    @SuppressWarnings("ArrayRecordComponent") // Lives for the time of one sort.
    private record Listed(byte[] place, ClientSnapshot client) {
        static Listed of(ClientSnapshot client) {
            byte[] server = client.server().address().getAddress();
            byte[] own = client.client().address().getAddress();
            ByteBuffer place = ByteBuffer.allocate(server.length + own.length + 6);
            put(server, client.server().port(), place);
            put(own, client.client().port(), place);
            return new Listed(place.array(), client);
        }

        /** The length first: IPv4 before IPv6. */
        private static void put(byte[] address, int port, ByteBuffer place) {
            place.put((byte) address.length).put(address).putShort((short) port);
        }
    }
}
