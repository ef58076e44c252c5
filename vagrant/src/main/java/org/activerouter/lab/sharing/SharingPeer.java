package org.activerouter.lab.sharing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.activerouter.capture.threads.ShortTurns;
import org.activerouter.lab.events.Event;
import org.activerouter.lab.events.EventLog;
import org.activerouter.lab.library.LibraryFile;

/**
 * One user with files. Searches at the rate of its timetable, never two at once; now and then fetches one of the files found.
 * One thread runs it.
 */
public final class SharingPeer {
    private static final Pattern RESULT =
            Pattern.compile("\"([^\"]+)\" (\\S+) \\d+ \\d+ \\d+ \\d+ (\\S+) (\\d{1,10}) (\\d{1,2})");

    private final Plan plan;
    private final Timetable timetable;
    private final String nick;
    private final InetAddress address;
    private final List<LibraryFile> files;
    private final EventLog log;
    private final SplittableRandom random;
    private long nextNanos;

    /**
     * What all users have in common.
     *
     * @param server where the directory is
     * @param keywords what they search for, each as often as every other
     * @param startMillis wall-clock time of the timetable's second 0
     * @param fetchShare share of the searches with results after which a file is fetched
     * @param reconnectSeconds how long a user takes to come back after its connection was lost
     * @param port where each serves its files
     * @param seed of all choices
     */
    public record Plan(
            InetSocketAddress server,
            List<String> keywords,
            long startMillis,
            double fetchShare,
            double reconnectSeconds,
            int port,
            long seed) {
        /** Keeps its own copy of the keywords. */
        public Plan {
            keywords = List.copyOf(keywords);
        }
    }

    /** A user at one source address. */
    public SharingPeer(
            Plan plan, Timetable timetable, int number, InetAddress address, List<LibraryFile> files, EventLog log) {
        this.plan = plan;
        this.timetable = timetable;
        this.nick = "peer" + (number + 1);
        this.address = address;
        this.files = files;
        this.log = log;
        this.random = new SplittableRandom(plan.seed() * 1_000_003 + number);
    }

    /** Runs until the timetable's end. */
    public void run() throws IOException, InterruptedException {
        ShortTurns.take();
        try (Uploads uploads = new Uploads(address, plan.port(), files)) {
            while (second() < timetable.end()) {
                stayAway();
                try (Session session = Session.open(
                        plan.server(), address, nick + " pw " + uploads.port() + " \"lab 2.0\" 5", files)) {
                    note(Event.Kind.CONNECTED);
                    converse(session);
                    note(Event.Kind.LEFT);
                } catch (IOException lost) {
                    System.err.println(nick + ": " + lost.getMessage());
                    note(Event.Kind.LOST);
                    sleep(plan.reconnectSeconds());
                }
            }
        }
    }

    private void stayAway() throws InterruptedException {
        sleep(timetable.awayFor(second()));
    }

    private void converse(Session session) throws IOException, InterruptedException {
        awaitStart();
        while (second() < timetable.end() && timetable.awayFor(second()) == 0) {
            ask(session, plan.keywords().get(random.nextInt(plan.keywords().size())));
            pause();
        }
    }

    /** The first search comes at a random time of the first interval: users do not march in step. */
    private void awaitStart() throws InterruptedException {
        double interval = 1 / timetable.rate(Math.max(0, second()));
        sleep(Math.max(0, -second()) + interval * random.nextDouble());
        nextNanos = System.nanoTime();
    }

    /** Keeps the pace, but a user whom a slow server has kept waiting for longer than an interval does not catch up. */
    private void pause() throws InterruptedException {
        long interval = (long) (1e9 / timetable.rate(second()));
        nextNanos = Math.max(nextNanos + interval, System.nanoTime() - interval);
        TimeUnit.NANOSECONDS.sleep(nextNanos - System.nanoTime());
    }

    private void ask(Session session, String keyword) throws IOException, InterruptedException {
        long millis = System.currentTimeMillis();
        try {
            Session.Answer answer = session.search(keyword);
            List<String> names =
                    answer.results().stream().map(SharingPeer::name).toList();
            log.write(new Event(
                    millis,
                    address.getHostAddress(),
                    nick,
                    Event.Kind.QUERY,
                    keyword,
                    answer.responseMillis(),
                    answer.completeMillis(),
                    names));
            if (!names.isEmpty() && random.nextDouble() < plan.fetchShare()) {
                fetch(session, answer.results().get(random.nextInt(names.size())));
            }
        } catch (Session.NoAnswer slow) {
            note(Event.Kind.UNANSWERED);
            throw slow;
        }
    }

    private void fetch(Session session, String result) throws IOException, InterruptedException {
        Matcher fields = RESULT.matcher(result);
        if (!fields.matches()) {
            throw new IOException("not a result: " + result);
        }
        long asked = System.nanoTime();
        Optional<Download> download = Download.of(session.request(fields.group(3), fields.group(1)));
        Event.Kind outcome = download.isPresent() ? Event.Kind.FETCHED : Event.Kind.FILE_GONE;
        try {
            if (download.isPresent()) {
                download.get().fetch(nick, address);
            }
        } catch (IOException failed) {
            System.err.println(nick + ": " + failed.getMessage());
            outcome = Event.Kind.FETCH_FAILED;
        }
        double millis = (System.nanoTime() - asked) / 1e6;
        log.write(new Event(
                System.currentTimeMillis(),
                address.getHostAddress(),
                nick,
                outcome,
                "",
                millis,
                millis,
                List.of(name(result))));
    }

    private void note(Event.Kind kind) {
        log.write(Event.plain(System.currentTimeMillis(), address.getHostAddress(), nick, kind));
    }

    private double second() {
        return (System.currentTimeMillis() - plan.startMillis()) / 1e3;
    }

    private static void sleep(double seconds) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
    }

    /** The last part of a result's path, without its suffix. */
    static String name(String result) {
        int end = result.indexOf('"', 1);
        String path = result.substring(1, Math.max(1, end));
        int suffix = path.lastIndexOf('.');
        return path.substring(path.lastIndexOf('\\') + 1, suffix < 0 ? path.length() : suffix);
    }
}
