package org.activerouter.lab.directory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.activerouter.lab.nap.MessageType;
import org.activerouter.lab.nap.NapConnection;
import org.activerouter.lab.nap.NapMessage;

/** The lab's directory server on a loopback port, and clients of it that read and write single messages. */
public final class LoopbackServer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = (int) TimeUnit.SECONDS.toMillis(10);

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Directory directory = new Directory();
    private final Society society = new Society();
    private final Journal journal;

    public LoopbackServer(Journal journal) throws IOException {
        this.journal = journal;
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        ServiceStation station = new ServiceStation(1, 0, 1);
        ServerCounts counts = new ServerCounts();
        while (!listener.isClosed()) {
            try {
                NapConnection connection = new NapConnection(listener.accept(), DirectorySession.LONGEST_REQUEST);
                Thread.ofVirtual().start(() -> {
                    try {
                        new DirectorySession(connection, directory, society, station, counts, journal).run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            } catch (IOException closed) {
                return;
            }
        }
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** A client from the given address that has logged in. */
    Client logIn(String nick, String from) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(address());
        Client client = new Client(new NapConnection(socket, 65_535));
        client.say(MessageType.LOGIN, nick + " pw 6699 \"test\" 5");
        client.await(MessageType.STATISTICS);
        return client;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    record Client(NapConnection connection) implements AutoCloseable {
        void say(int type, String text) throws IOException {
            connection.write(new NapMessage(type, text));
        }

        /** The text of the next message of a type; what comes before it is passed over. */
        String await(int type) throws IOException {
            NapMessage message = connection.read();
            while (message.type() != type) {
                message = connection.read();
            }
            return message.text();
        }

        /** Returns when the server has taken everything said so far. */
        void sync() throws IOException {
            say(MessageType.STATISTICS, "");
            await(MessageType.STATISTICS);
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }
}
