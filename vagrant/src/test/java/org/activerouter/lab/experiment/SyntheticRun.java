package org.activerouter.lab.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.activerouter.lab.events.Event;
import org.activerouter.lab.library.Library;

/** A run of 480 seconds that nobody ran: each property is set, so that it is known which checks must fail. */
final class SyntheticRun {
    private static final int END = 480;
    private static final int ACTIVE = 160;
    private static final long SEED = 1;

    private final List<Event> server = new ArrayList<>();
    private final List<Event> peersA = new ArrayList<>();
    private final List<Event> peersB = new ArrayList<>();
    private final Random random = new Random(SEED);
    private final List<String> keywords = Library.ofThePaper(SEED).keywords();
    private final Truth truth;

    private double redirected = 170;
    private double outage = 50;
    private double reachingServer = 0.1;
    private double dipUntil = 260;
    private double slowdown = 2;
    private double verdictBefore = 0.5;
    private OptionalDouble released = OptionalDouble.empty();

    SyntheticRun() {
        Library library = Library.ofThePaper(SEED);
        truth = new Truth(library, library.divide(List.of(7, 6), SEED));
    }

    SyntheticRun neverRedirected() {
        redirected = Double.NaN;
        outage = 0;
        reachingServer = 1;
        dipUntil = 0;
        slowdown = 1;
        return this;
    }

    SyntheticRun redirectedAt(double second) {
        redirected = second;
        return this;
    }

    SyntheticRun withoutOutage() {
        outage = 0;
        return this;
    }

    /** Which share of B's queries still reaches the server. */
    SyntheticRun reachingServer(double share) {
        reachingServer = share;
        return this;
    }

    /** Until when answers name half of the files. */
    SyntheticRun poorUntil(double second) {
        dipUntil = second;
        return this;
    }

    SyntheticRun slowdown(double factor) {
        slowdown = factor;
        return this;
    }

    SyntheticRun releasedAt(double second) {
        released = OptionalDouble.of(second);
        return this;
    }

    SyntheticRun decidedBefore(double seconds) {
        verdictBefore = seconds;
        return this;
    }

    /** The server lets go of somebody's session, who may have left. */
    SyntheticRun lettingGoAt(double second, boolean left) {
        server.add(Event.plain(millis(second), address(9), "peer9", Event.Kind.LEFT));
        if (left) {
            peersB.add(Event.plain(millis(second) - 20, address(9), "peer9", Event.Kind.LEFT));
        }
        return this;
    }

    Run run() {
        boolean never = Double.isNaN(redirected);
        for (int peer = 1; peer <= 13; peer++) {
            for (double second = peer / 13.0; second < END; second += 2) {
                if (peer <= 7) {
                    ask(peer, second, true, 1, 1);
                } else if (never || second < redirected) {
                    ask(peer, second, true, 1, 1);
                } else if (second >= redirected + outage) {
                    ask(peer, second, random.nextDouble() < reachingServer, second < dipUntil ? 0.5 : 1, slowdown);
                }
            }
            if (!never && peer > 7) {
                comeBack(peer);
            }
        }
        peersA.add(Event.plain(millis(5), "10.81.1.101", "peer1", Event.Kind.FETCHED));
        Facts facts = new Facts(
                "synthetic",
                "made up",
                0,
                1,
                SEED,
                List.of(7, 6),
                END,
                ACTIVE,
                never ? OptionalDouble.empty() : OptionalDouble.of(redirected - verdictBefore),
                never ? OptionalDouble.empty() : OptionalDouble.of(redirected),
                OptionalDouble.empty(),
                released,
                30,
                "cut");
        return new Run(facts, server, peersA, peersB);
    }

    private void comeBack(int peer) {
        if (outage > 0) {
            peersB.add(Event.plain(millis(redirected), address(peer), "peer" + peer, Event.Kind.LOST));
        }
        peersB.add(Event.plain(millis(redirected + outage), address(peer), "peer" + peer, Event.Kind.CONNECTED));
    }

    private void ask(int peer, double second, boolean reaches, double share, double times) {
        String keyword = keywords.get(random.nextInt(keywords.size()));
        String nick = "peer" + peer;
        List<String> files = truth.matching(keyword).stream()
                .filter(file -> !truth.holds(nick, file))
                .sorted()
                .toList();
        Event query = query(peer, second, keyword, times, files.subList(0, (int) (files.size() * share)));
        (peer <= 7 ? peersA : peersB).add(query);
        if (reaches) {
            server.add(query(peer, second, keyword, 1, files));
        }
    }

    private static Event query(int peer, double second, String keyword, double times, List<String> files) {
        return new Event(millis(second), address(peer), "peer" + peer, Event.Kind.QUERY, keyword, times, times, files);
    }

    private static String address(int peer) {
        return peer <= 7 ? "10.81.1." + (100 + peer) : "10.81.2." + (93 + peer);
    }

    private static long millis(double second) {
        return Math.round(second * 1e3);
    }

    static Set<String> missed(List<Check> checks) {
        return Set.copyOf(checks.stream()
                .filter(check -> !check.passed())
                .map(Check::wanted)
                .toList());
    }
}
