package org.activerouter.lab.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.activerouter.lab.events.Event;
import org.activerouter.lab.events.EventLog;
import org.activerouter.lab.library.Library;
import org.activerouter.lab.library.LibraryFile;

/** One run: its facts, what the server wrote down, and what the peers of each network did. Immutable. */
public final class Run {
    private static final String NETWORK_B = "10.81.2.";

    private final Facts facts;
    private final List<Event> server;
    private final List<Event> peersA;
    private final List<Event> peersB;
    private final Truth truth;
    private final Map<String, List<Event>> comingsAndGoings = new HashMap<>();

    /** A run of these events; their order does not matter. */
    public Run(Facts facts, List<Event> server, List<Event> peersA, List<Event> peersB) {
        this.facts = facts;
        this.server = sorted(server);
        this.peersA = sorted(peersA);
        this.peersB = sorted(peersB);
        Library library = Library.ofThePaper(facts.seed());
        List<List<LibraryFile>> holdings = library.divide(facts.groups(), facts.seed());
        this.truth = new Truth(library, holdings);
        Stream.of(Event.Kind.CONNECTED, Event.Kind.LOST, Event.Kind.LEFT)
                .flatMap(kind -> anywhere(kind).stream())
                .sorted(Comparator.comparingLong(Event::millis))
                .forEach(event -> comingsAndGoings
                        .computeIfAbsent(event.nick(), nick -> new ArrayList<>())
                        .add(event));
    }

    /** Reads {@code run.properties}, {@code server.csv}, {@code peers-a.csv} and {@code peers-b.csv} of a folder. */
    public static Run read(Path folder) throws IOException {
        return new Run(
                Facts.read(folder.resolve("run.properties")),
                EventLog.read(folder.resolve("server.csv")),
                EventLog.read(folder.resolve("peers-a.csv")),
                EventLog.read(folder.resolve("peers-b.csv")));
    }

    private static List<Event> sorted(List<Event> events) {
        return events.stream().sorted(Comparator.comparingLong(Event::millis)).toList();
    }

    /** What the script knows. */
    public Facts facts() {
        return facts;
    }

    /** What each search would find if everybody were there. */
    public Truth truth() {
        return truth;
    }

    /** Searches that the server answered, from whichever network. */
    public List<Event> served() {
        return only(server, Event.Kind.QUERY);
    }

    /** Those of network A. */
    public List<Event> servedToA() {
        return served().stream().filter(event -> !isOfB(event)).toList();
    }

    /** Those of network B, whether they came directly or from the proxy: it uses its clients' addresses. */
    public List<Event> servedToB() {
        return served().stream().filter(Run::isOfB).toList();
    }

    /** Peers whose session ended as the server saw it, which takes their shares out of its directory. */
    List<Event> letGo() {
        return only(server, Event.Kind.LEFT);
    }

    /** Searches of the peers in B. */
    public List<Event> askedInB() {
        return only(peersB, Event.Kind.QUERY);
    }

    /** Searches of the peers in A. */
    public List<Event> askedInA() {
        return only(peersA, Event.Kind.QUERY);
    }

    /** Searches that the peers of B asked of the proxy: after the redirect, over a connection made after it or taken over. */
    public List<Event> askedOfProxy() {
        if (facts.redirected().isEmpty()) {
            return List.of();
        }
        double redirected = facts.redirected().getAsDouble();
        double moved = facts.moved().orElse(Double.MAX_VALUE);
        return askedInB().stream()
                .filter(query -> second(query) < facts.released().orElse(Double.MAX_VALUE))
                .filter(query -> second(query) >= moved || connectedBetween(redirected, query))
                .toList();
    }

    private boolean connectedBetween(double redirected, Event query) {
        return comingsAndGoings.getOrDefault(query.nick(), List.of()).stream()
                .anyMatch(event -> event.kind() == Event.Kind.CONNECTED
                        && second(event) >= redirected
                        && event.millis() <= query.millis());
    }

    /** Everything of one kind that happened to the peers of B. */
    public List<Event> inB(Event.Kind kind) {
        return only(peersB, kind);
    }

    /** Everything of one kind that happened to any peer. */
    public List<Event> anywhere(Event.Kind kind) {
        return Stream.concat(peersA.stream(), peersB.stream())
                .filter(event -> event.kind() == kind)
                .toList();
    }

    /** Whether a peer was logged in all the time while a search was answered; one that never came or went always was. */
    public boolean wasThere(String nick, Event search) {
        boolean there = !comingsAndGoings.containsKey(nick);
        for (Event event : comingsAndGoings.getOrDefault(nick, List.of())) {
            boolean comes = event.kind() == Event.Kind.CONNECTED;
            if (event.millis() < search.millis()) {
                there = comes;
            } else if (event.millis() <= search.answeredMillis() && !comes) {
                there = false;
            }
        }
        return there;
    }

    private static List<Event> only(List<Event> events, Event.Kind kind) {
        return events.stream().filter(event -> event.kind() == kind).toList();
    }

    private static boolean isOfB(Event event) {
        return event.address().startsWith(NETWORK_B);
    }

    /** The experiment's second in which something happened. */
    public double second(Event event) {
        return facts.second((double) event.millis());
    }

    /** The events of a time. */
    public List<Event> between(List<Event> events, double from, double until) {
        return events.stream()
                .filter(event -> second(event) >= from && second(event) < until)
                .toList();
    }
}
