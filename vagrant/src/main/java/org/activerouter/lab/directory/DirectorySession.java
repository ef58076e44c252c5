package org.activerouter.lab.directory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.activerouter.lab.nap.MessageType;
import org.activerouter.lab.nap.NapConnection;
import org.activerouter.lab.nap.NapMessage;
import org.jspecify.annotations.Nullable;

/** One client's connection: answers its messages strictly in order. One (virtual) thread. */
public final class DirectorySession {
    /** What a real server takes from a client ({@code max_command_length}). */
    public static final int LONGEST_REQUEST = 2048;

    private final NapConnection connection;
    private final Directory directory;
    private final ServiceStation station;
    private final ServerCounts counts;
    private final Society society;
    private final Journal journal;
    private final Outbox outbox;
    private @Nullable Guest guest;

    /** Who is logged in here, and what that user has with others. */
    private record Guest(User user, PeerTraffic traffic) {}

    /** A session over a connection that was just accepted. */
    public DirectorySession(
            NapConnection connection,
            Directory directory,
            Society society,
            ServiceStation station,
            ServerCounts counts,
            Journal journal) {
        this.connection = connection;
        this.directory = directory;
        this.society = society;
        this.station = station;
        this.counts = counts;
        this.journal = journal;
        this.outbox = new Outbox(connection);
    }

    /** Serves until either side closes. */
    public void run() throws InterruptedException {
        counts.accepted((InetSocketAddress) connection.socket().getRemoteSocketAddress());
        Thread delivery = outbox.startDelivery();
        try (connection) {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = handle(connection.read());
            }
        } catch (IOException closed) {
            // Ends of connections of every kind are part of the day; the counts tell what was served.
        } finally {
            delivery.interrupt();
            leave();
        }
    }

    private void leave() {
        if (guest != null) {
            User user = guest.user();
            // The nick is free only when nothing of this session is left: its next owner must not be removed with it.
            society.leave(user);
            directory.leave(user);
            journal.left(user);
        }
    }

    private boolean handle(NapMessage message) throws IOException, InterruptedException {
        Guest who = guest;
        if (who == null) {
            return handleStranger(message);
        }
        handleGuest(message, who);
        return true;
    }

    private boolean handleStranger(NapMessage message) throws IOException {
        return switch (message.type()) {
            case MessageType.LOGIN, MessageType.REGISTER -> logIn(message.text());
            case MessageType.NICK_CHECK -> {
                boolean taken = directory.isTaken(message.text());
                answer(taken ? MessageType.NICK_TAKEN : MessageType.NICK_FREE, "");
                yield true;
            }
            default -> refuse("invalid command");
        };
    }

    private boolean logIn(String text) throws IOException {
        Inet4Address address = (Inet4Address) connection.socket().getInetAddress();
        Optional<User> newcomer = User.of(text, address);
        if (newcomer.isEmpty()) {
            return refuse("invalid login");
        }
        if (!directory.enter(newcomer.get())) {
            return refuse(newcomer.get().nick() + " is already active");
        }
        User user = newcomer.get();
        guest = new Guest(user, new PeerTraffic(user, directory, society, outbox));
        counts.logins.increment();
        welcome();
        society.enter(new Society.Member(user, outbox, System.nanoTime()));
        journal.entered(user);
        return true;
    }

    private void welcome() throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(new NapMessage(MessageType.LOGIN_ACCEPTED, "anon@lab").encoded());
        answer.writeBytes(new NapMessage(MessageType.MESSAGE_OF_THE_DAY, "VERSION opennap lab").encoded());
        answer.writeBytes(new NapMessage(MessageType.MESSAGE_OF_THE_DAY, "").encoded());
        answer.writeBytes(new NapMessage(MessageType.STATISTICS, directory.statistics()).encoded());
        outbox.write(answer.toByteArray());
    }

    private boolean refuse(String reason) throws IOException {
        answer(MessageType.FATAL_ERROR, reason);
        return false;
    }

    private void handleGuest(NapMessage message, Guest here) throws IOException, InterruptedException {
        User who = here.user();
        String text = message.text();
        switch (message.type()) {
            case MessageType.SHARE ->
                directory.share(who, SharedFile.of(text).map(List::of).orElse(List.of()));
            case MessageType.SHARE_FOLDER -> directory.share(who, SharedFile.ofFolder(text));
            case MessageType.UNSHARE -> unshare(who, text);
            case MessageType.UNSHARE_ALL -> directory.unshareAll(who);
            case MessageType.SEARCH -> search(text, who);
            case MessageType.STATISTICS -> answer(MessageType.STATISTICS, directory.statistics());
            default -> {
                if (!here.traffic().handle(message.type(), text)) {
                    answer(MessageType.ERROR, "unknown command " + message.type());
                }
            }
        }
    }

    private void unshare(User who, String path) throws IOException {
        if (!directory.unshare(who, path)) {
            answer(MessageType.ERROR, "not sharing that file");
        }
    }

    private void search(String text, User who) throws IOException, InterruptedException {
        long arrived = System.nanoTime();
        counts.queries.increment();
        Optional<Search> search = Search.of(text);
        station.serve();
        List<Directory.Found> results =
                search.map(wanted -> directory.find(wanted, who)).orElse(List.of());
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        if (search.isEmpty()) {
            answer.writeBytes(new NapMessage(MessageType.ERROR, "invalid search request").encoded());
        }
        results.forEach(
                result -> answer.writeBytes(new NapMessage(MessageType.SEARCH_RESULT, result.text()).encoded()));
        answer.writeBytes(new NapMessage(MessageType.SEARCH_END, "").encoded());
        // Counted before it is sent: who has the answer in hand may read the counts at once.
        counts.results.add(results.size());
        counts.completed.increment();
        journal.served(who, search, results, System.nanoTime() - arrived);
        outbox.write(answer.toByteArray());
    }

    private void answer(int type, String text) throws IOException {
        outbox.write(type, text);
    }
}
