package org.activerouter.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import org.activerouter.proxy.relay.RelayNetwork;

/** A client that takes nothing until bytes wait for it in the service, and then looks before each piece how many do. */
final class SlowReader {
    private static final int PIECE = 64 << 10;

    private final Socket socket;
    private final HttpService service;
    private long mostQueued;

    private SlowReader(Socket socket, HttpService service) {
        this.socket = socket;
        this.service = service;
    }

    static SlowReader of(Socket socket, HttpService service) {
        return new SlowReader(socket, service);
    }

    String read(int bytes) throws IOException, InterruptedException {
        RelayNetwork.await("bytes that wait", () -> service.snapshot().bytesQueued() > 0);
        StringBuilder all = new StringBuilder(bytes);
        while (all.length() < bytes) {
            mostQueued = Math.max(mostQueued, service.snapshot().bytesQueued());
            byte[] piece = socket.getInputStream().readNBytes(Math.min(PIECE, bytes - all.length()));
            if (piece.length == 0) {
                break;
            }
            all.append(new String(piece, ISO_8859_1));
        }
        return all.toString();
    }

    /** The most that waited in the service at once. */
    long mostQueued() {
        return mostQueued;
    }
}
