package org.activerouter.manager.admin;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/** The operator's end of the admin socket. Stateless. */
public final class AdminClient {
    private AdminClient() {}

    /**
     * Asks the running router.
     *
     * @throws IOException when no router answers there, or not in full
     */
    public static Answer ask(Path socket, List<String> words) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return AdminWire.ask(Channels.newInputStream(channel), Channels.newOutputStream(channel), words);
        }
    }
}
