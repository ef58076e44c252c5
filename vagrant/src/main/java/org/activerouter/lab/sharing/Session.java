package org.activerouter.lab.sharing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.activerouter.capture.threads.ShortTurns;
import org.activerouter.lab.library.LibraryFile;
import org.activerouter.lab.nap.MessageType;
import org.activerouter.lab.nap.NapConnection;
import org.activerouter.lab.nap.NapMessage;

/**
 * One connection to the directory server. One thread asks; a second one reads, answers others' requests for files at once, and
 * hands on everything else.
 */
final class Session implements AutoCloseable {
    private static final int LONGEST_ANSWER = 65_535;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int PATIENCE_SECONDS = 30;
    private static final int AGREEMENT_SECONDS = 5;

    private record Arrival(NapMessage message, long nanos) {}

    /** What a search brought. */
    record Answer(List<String> results, double responseMillis, double completeMillis) {}

    /** The answer did not come in time; the connection stands. */
    static final class NoAnswer extends IOException {
        private static final long serialVersionUID = 1L;

        NoAnswer() {
            super("no answer");
        }
    }

    private static final Arrival END = new Arrival(new NapMessage(0, ""), 0);

    private final NapConnection connection;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    private Session(NapConnection connection) {
        this.connection = connection;
        Thread.ofPlatform().daemon().start(this::read);
    }

    /** Connects, logs in, and shares; returns when the server has taken all of it. */
    static Session open(InetSocketAddress server, InetAddress from, String login, List<LibraryFile> files)
            throws IOException, InterruptedException {
        Socket socket = new Socket();
        Session session;
        try {
            socket.setTcpNoDelay(true);
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(server, CONNECT_MILLIS);
            session = new Session(new NapConnection(socket, LONGEST_ANSWER));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        try {
            session.begin(login, files);
            return session;
        } catch (IOException | InterruptedException e) {
            session.close();
            throw e;
        }
    }

    private void begin(String login, List<LibraryFile> files) throws IOException, InterruptedException {
        write(MessageType.LOGIN, login);
        await(MessageType.STATISTICS);
        for (LibraryFile file : files) {
            write(MessageType.SHARE, file.share());
        }
        write(MessageType.STATISTICS, "");
        await(MessageType.STATISTICS);
    }

    private void read() {
        // A user's own machine would have nothing else to do.
        ShortTurns.take();
        try {
            while (true) {
                NapMessage message = connection.read();
                if (message.type() == MessageType.UPLOAD_REQUEST) {
                    write(MessageType.UPLOAD_ACCEPTED, withoutSpeed(message.text()));
                } else {
                    arrivals.add(new Arrival(message, connection.arrivedNanos()));
                }
            }
        } catch (IOException lost) {
            arrivals.add(END);
        }
    }

    private static String withoutSpeed(String request) {
        return request.substring(0, request.lastIndexOf('"') + 1);
    }

    /** Searches, and returns when the end of the results has come. */
    Answer search(String keyword) throws IOException, InterruptedException {
        List<String> results = new ArrayList<>();
        long asked = System.nanoTime();
        write(MessageType.SEARCH, "FILENAME CONTAINS \"" + keyword + "\" MAX_RESULTS 100");
        Arrival arrival = take(MessageType.SEARCH_RESULT, MessageType.SEARCH_END);
        long first = arrival.nanos();
        while (arrival.message().type() == MessageType.SEARCH_RESULT) {
            results.add(arrival.message().text());
            arrival = take(MessageType.SEARCH_RESULT, MessageType.SEARCH_END);
        }
        return new Answer(results, (first - asked) / 1e6, (arrival.nanos() - asked) / 1e6);
    }

    /**
     * Asks the sharer for a file by way of the server.
     *
     * @return the text of 204; empty if it is gone, or its sharer is: one who leaves just then does not agree any more, and nobody says
     *     so
     */
    String request(String sharer, String path) throws IOException, InterruptedException {
        write(MessageType.DOWNLOAD, sharer + " \"" + path + "\"");
        try {
            NapMessage answer = take(MessageType.DOWNLOAD_READY, MessageType.DOWNLOAD_FAILED, AGREEMENT_SECONDS)
                    .message();
            return answer.type() == MessageType.DOWNLOAD_READY ? answer.text() : "";
        } catch (NoAnswer left) {
            return "";
        }
    }

    private void await(int type) throws IOException, InterruptedException {
        take(type, type);
    }

    /** The next message of one of two types; everything else between is not asked for. */
    private Arrival take(int type, int otherType) throws IOException, InterruptedException {
        return take(type, otherType, PATIENCE_SECONDS);
    }

    private Arrival take(int type, int otherType, int seconds) throws IOException, InterruptedException {
        while (true) {
            Arrival arrival = arrivals.poll(seconds, TimeUnit.SECONDS);
            if (arrival == null) {
                throw new NoAnswer();
            }
            if (arrival.equals(END)) {
                throw new IOException("the connection is closed");
            }
            int arrived = arrival.message().type();
            if (arrived == MessageType.FATAL_ERROR) {
                throw new IOException("refused: " + arrival.message().text());
            }
            if (arrived == type || arrived == otherType) {
                return arrival;
            }
        }
    }

    private synchronized void write(int type, String text) throws IOException {
        connection.write(new NapMessage(type, text));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
