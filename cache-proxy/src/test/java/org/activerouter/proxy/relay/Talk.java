package org.activerouter.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;

/**
 * A connection on which both ends talk at once, each byte of which is known: what comes is compared with what was to come, byte by
 * byte.
 */
final class Talk {
    private static final int LARGEST_PIECE = 20_000;
    /** A prime: what is lost, doubled or out of place does not fit its place. */
    private static final int PERIOD = 65_521;

    private static final byte[] PATTERN = pattern();

    private final Socket client;
    private final Socket server;
    private final CompletableFuture<Long> atServer;
    private final CompletableFuture<Long> atClient;
    private volatile boolean over;

    private Talk(Socket client, Socket server, long seed, int pauseMicros, Executor threads) {
        this.client = client;
        this.server = server;
        atServer = CompletableFuture.supplyAsync(() -> receive(server, seed), threads);
        atClient = CompletableFuture.supplyAsync(() -> receive(client, ~seed), threads);
        threads.execute(() -> send(client, seed, pauseMicros));
        threads.execute(() -> send(server, ~seed, pauseMicros));
    }

    private static byte[] pattern() {
        byte[] pattern = new byte[PERIOD];
        new Random(1).nextBytes(pattern);
        byte[] twice = Arrays.copyOf(pattern, 2 * PERIOD);
        System.arraycopy(pattern, 0, twice, PERIOD, PERIOD);
        return twice;
    }

    /** Where in the pattern a byte of a direction is. */
    private static int place(long seed, long count) {
        return Math.floorMod(seed * 7919 + count, PERIOD);
    }

    /** Begins to talk, with so long a pause after each piece on average. */
    static Talk begin(Socket client, Socket server, long seed, int pauseMicros, Executor threads) {
        return new Talk(client, server, seed, pauseMicros, threads);
    }

    static FlowKey flow(Socket client) {
        return new FlowKey(
                new Endpoint(client.getLocalAddress(), client.getLocalPort()),
                new Endpoint(client.getInetAddress(), client.getPort()));
    }

    FlowKey flow() {
        return flow(client);
    }

    private void send(Socket socket, long seed, int pauseMicros) {
        Random pauses = new Random(seed);
        long count = 0;
        try {
            OutputStream out = socket.getOutputStream();
            while (!over) {
                int piece = 1 + pauses.nextInt(LARGEST_PIECE);
                out.write(PATTERN, place(seed, count), piece);
                count += piece;
                LockSupport.parkNanos(pauseMicros * 2_000L * pauses.nextInt(1000) / 1000);
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            // Whoever receives notices.
        }
    }

    private static long receive(Socket socket, long seed) {
        byte[] piece = new byte[LARGEST_PIECE];
        long count = 0;
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                int from = place(seed, count);
                if (!Arrays.equals(piece, 0, read, PATTERN, from, from + read)) {
                    throw new IllegalStateException("behind byte " + count + " is not what was sent");
                }
                count += read;
            }
            return count;
        } catch (IOException e) {
            throw new IllegalStateException("lost after " + count + " bytes", e);
        }
    }

    /** Ends the talk; every byte must have come, in both directions. */
    void endsWell() throws Exception {
        over = true;
        assertThat(atServer.get(20, TimeUnit.SECONDS)).isPositive();
        assertThat(atClient.get(20, TimeUnit.SECONDS)).isPositive();
        client.close();
        server.close();
    }
}
