package org.activerouter.lab.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.activerouter.lab.nap.MessageType;
import org.activerouter.lab.nap.NapConnection;
import org.activerouter.lab.nap.NapMessage;

/**
 * One user: logs in, shares, waits for the others, searches, and leaves. A lost connection is counted and made anew, as the
 * old clients did. One thread runs it; any thread reads its tallies when that has ended.
 */
public final class Peer {
    private static final int LONGEST_ANSWER = 65_535;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int RECONNECT_MILLIS = 500;
    private static final int MOST_ATTEMPTS = 60;
    private static final int SHARES_PER_MESSAGE_OF_ONE = 5;

    private final Plan plan;
    private final String nick;
    private final InetAddress address;
    private final CyclicBarrier together;
    private final SplittableRandom random;
    private final List<Tally> tallies = new CopyOnWriteArrayList<>();
    private int visits;
    private boolean waited;
    private int attempts;
    private long beganNanos;
    private long nextNanos;
    private volatile boolean leaving;

    /** A user at one source address; the barrier is passed by all users when all have shared. */
    public Peer(Plan plan, int number, String nick, InetAddress address, CyclicBarrier together) {
        this.plan = plan;
        this.nick = nick;
        this.address = address;
        this.together = together;
        this.random = new SplittableRandom(plan.seed() * 1_000_003 + number);
    }

    /** What was counted, one tally per connection. */
    public List<Tally> tallies() {
        return tallies;
    }

    /** The plan is at its end once what was asked is answered; any thread. */
    public void leave() {
        leaving = true;
    }

    /** Runs the plan to its end; false when too many attempts in a row have not led to a log-in. */
    public boolean run() throws InterruptedException, BrokenBarrierException {
        do {
            try (Socket socket = connect()) {
                NapConnection connection = new NapConnection(socket, LONGEST_ANSWER);
                visits++;
                Tally tally = new Tally(nickOfVisit(), address.getHostAddress(), socket.getLocalPort());
                tallies.add(tally);
                converse(connection, tally);
            } catch (IOException lost) {
                System.err.println(nick + ": " + lost);
                if (++attempts == MOST_ATTEMPTS) {
                    together.reset();
                    return false;
                }
                Thread.sleep(RECONNECT_MILLIS);
            }
        } while (!finished());
        return true;
    }

    /** A name of its own for each visit: the server may not have noticed yet that the last one is over. */
    private String nickOfVisit() {
        return plan.visit() > 0 ? nick + "v" + visits : nick;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.bind(new InetSocketAddress(address, 0));
            socket.connect(plan.server(), PATIENCE_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void converse(NapConnection connection, Tally tally)
            throws IOException, InterruptedException, BrokenBarrierException {
        try {
            logIn(connection);
            share(connection);
            awaitOthers();
            while (!finished() && !visited(tally)) {
                pause(tally);
                search(connection, tally);
            }
        } catch (IOException e) {
            tally.disconnected();
            throw e;
        }
    }

    private void logIn(NapConnection connection) throws IOException {
        connection.write(new NapMessage(MessageType.LOGIN, nickOfVisit() + " pw 6699 \"lab 1.0\" 5"));
        awaitAnswer(connection, MessageType.STATISTICS);
        attempts = 0;
    }

    /** Some files one by one, the others as folders; the statistics asked last tell that all have been taken. */
    private void share(NapConnection connection) throws IOException {
        for (int i = 0; i < plan.shares(); i++) {
            String file = keyword() + " " + keyword() + " " + i + ".mp3\" " + digest() + " 3000000 128 44100 240";
            connection.write(
                    i % SHARES_PER_MESSAGE_OF_ONE == 0
                            ? new NapMessage(MessageType.SHARE_FOLDER, "\"C:\\music\\\" \"" + file)
                            : new NapMessage(MessageType.SHARE, "\"C:\\music\\" + file));
        }
        connection.write(new NapMessage(MessageType.STATISTICS, ""));
        awaitAnswer(connection, MessageType.STATISTICS);
    }

    private static void awaitAnswer(NapConnection connection, int type) throws IOException {
        NapMessage message = connection.read();
        while (message.type() != type) {
            if (message.type() == MessageType.FATAL_ERROR) {
                throw new IOException("refused: " + message.text());
            }
            message = connection.read();
        }
    }

    private void awaitOthers() throws InterruptedException, BrokenBarrierException {
        if (!waited) {
            together.await();
            waited = true;
            beganNanos = System.nanoTime();
            nextNanos = beganNanos;
        }
    }

    private void pause(Tally tally) throws InterruptedException {
        if (plan.rate() > 0) {
            nextNanos += (long) (-Math.log(1 - random.nextDouble()) * 1e9 / plan.rate());
            long wait = nextNanos - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
                tally.woke(System.nanoTime() - nextNanos);
            }
        }
    }

    private void search(NapConnection connection, Tally tally) throws IOException {
        byte[] query =
                new NapMessage(MessageType.SEARCH, "FILENAME CONTAINS \"" + keyword() + "\" MAX_RESULTS 100").encoded();
        tally.asked();
        long asked = System.nanoTime();
        connection.write(query);
        int type = connection.read().type();
        tally.firstAnswer(connection.arrivedNanos() - asked);
        while (type != MessageType.SEARCH_END) {
            if (type == MessageType.SEARCH_RESULT) {
                tally.result();
            } else if (type == MessageType.ERROR) {
                tally.error();
            }
            type = connection.read().type();
        }
        tally.completed();
    }

    private boolean finished() {
        boolean late = plan.seconds() > 0 && waited && System.nanoTime() - beganNanos > plan.seconds() * 1e9;
        return leaving || late || (plan.searches() > 0 && Tally.queries(tallies) >= plan.searches());
    }

    private boolean visited(Tally tally) {
        return plan.visit() > 0 && tally.queries() >= plan.visit();
    }

    private String keyword() {
        return plan.keywords().get(random.nextInt(plan.keywords().size()));
    }

    private String digest() {
        return String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong());
    }
}
