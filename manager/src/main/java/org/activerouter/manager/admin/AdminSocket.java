package org.activerouter.manager.admin;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The router's end of the admin socket. Only the router's own user and root may open it: the socket's file says so, and its
 * permissions are right before it has its name.
 */
public final class AdminSocket implements AutoCloseable {
    /** Operators and their scripts; more than that is a loop gone wild. */
    private static final int MOST_CONNECTIONS = 16;

    /** For a request and its answer: who says nothing, or does not listen, must not take the place of a panic. */
    private static final Duration LONGEST = Duration.ofSeconds(35);

    private static final Logger LOG = LoggerFactory.getLogger(AdminSocket.class);

    private final Path path;
    private final ServerSocketChannel channel;
    private final Requests requests;
    private final Duration longest;
    private final Semaphore room = new Semaphore(MOST_CONNECTIONS);

    private AdminSocket(Path path, ServerSocketChannel channel, Requests requests, Duration longest) {
        this.path = path;
        this.longest = longest;
        this.channel = channel;
        this.requests = requests;
    }

    /**
     * Begins to listen. A socket that a killed router left behind is taken over.
     *
     * @throws IOException when it cannot be made, or another router answers on it; the message says which
     */
    public static AdminSocket open(Path path, Requests requests) throws IOException {
        return open(path, requests, LONGEST);
    }

    static AdminSocket open(Path path, Requests requests, Duration longest) throws IOException {
        refuseIfAnswered(path);
        refuseIfOfOthers(path);
        Path making = path.resolveSibling("." + path.getFileName() + ".new");
        Files.deleteIfExists(making);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(making));
            Files.setPosixFilePermissions(making, PosixFilePermissions.fromString("rw-------"));
            Files.move(making, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(making);
            throw new IOException("the admin socket " + path + " cannot be made: " + reason(e), e);
        }
        AdminSocket socket = new AdminSocket(path, channel, requests, longest);
        Thread.ofPlatform().daemon().name("admin").start(socket::accept);
        return socket;
    }

    private static String reason(Exception e) {
        if (e instanceof FileSystemException file) {
            return file.getReason() == null ? file.getClass().getSimpleName() : file.getReason();
        }
        return e instanceof SocketException
                ? e.getMessage() + " (does the folder exist, and may we write there?)"
                : e.toString();
    }

    private static void refuseIfAnswered(Path path) throws IOException {
        if (Files.exists(path) && answers(path)) {
            throw new IOException("another router runs here and answers on " + path + "; end it first, or give this one"
                    + " another admin.socket");
        }
    }

    /** A mistyped name must not cost a file: only a socket is replaced. */
    private static void refuseIfOfOthers(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && !Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther()) {
            throw new IOException(path + " is there and no socket; give another admin.socket, or take it away");
        }
    }

    private static boolean answers(Path path) {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel client = channel.accept();
                if (room.tryAcquire()) {
                    Thread.ofVirtual().name("admin-request").start(() -> serve(client));
                } else {
                    client.close();
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("the admin socket could not accept a connection", e);
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            Deadline.within(
                    longest,
                    client,
                    () -> AdminWire.serve(Channels.newInputStream(client), Channels.newOutputStream(client), requests));
        } catch (IOException e) {
            LOG.debug("an operator's command left before it was answered", e);
        } finally {
            room.release();
        }
    }

    /** Stops listening and takes the file away. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("the admin socket {} could not be taken away", path, e);
        }
    }
}
