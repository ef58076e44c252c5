package org.activerouter.manager.admin;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The operator's end of the admin socket. Stateless. */
public final class AdminClient {
    private AdminClient() {}

    /**
     * Asks the running router.
     *
     * @param patience how long to wait for the whole answer
     * @throws SocketTimeoutException when it did not come in time: the router stands still
     * @throws IOException when no router answers there, or not in full
     */
    public static Answer ask(Path socket, List<String> words, Duration patience) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return Deadline.within(
                    patience,
                    channel,
                    () -> AdminWire.ask(Channels.newInputStream(channel), Channels.newOutputStream(channel), words));
        } catch (ClosedChannelException e) {
            throw new SocketTimeoutException("no answer within " + patience.toSeconds() + " s");
        }
    }
}
