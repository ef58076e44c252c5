package org.activerouter.analyzer.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Answered;
import org.activerouter.analyzer.protocol.Observation.Ended;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.activerouter.capture.Direction;

/**
 * A client and a server that answers in order, made by seed, with the truth about each search. The client keeps
 * {@code outstanding} searches under way: 1 is one that waits, 2 a server that is always one answer late.
 */
final class Simulation {
    /** What really happened to the search asked at a time. */
    record Truth(long asked, long firstAnswer, int results, Outcome outcome) {}

    private static final class Event {
        final Direction from;
        final long nanos;
        final byte[] bytes;

        Event(Direction from, long nanos, byte[] bytes) {
            this.from = from;
            this.nanos = nanos;
            this.bytes = bytes;
        }
    }

    private final Random random;
    private final List<Event> events = new ArrayList<>();
    private final Map<Long, Truth> truth = new HashMap<>();
    private final String[] vocabulary;
    private long clock = 1_000;

    private record Open(String words, long asked) {}

    Simulation(long seed, int searches, int outstanding, int words, boolean errors) {
        this.random = new Random(seed);
        this.vocabulary = new String[words];
        for (int i = 0; i < words; i++) {
            vocabulary[i] = "word" + (char) ('a' + i % 26) + i;
        }
        client(Messages.logIn("sim"));
        server(Messages.welcome());
        Deque<Open> open = new ArrayDeque<>();
        for (int i = 0; i < searches; i++) {
            open.add(ask(i));
            chatter(errors);
            while (open.size() >= outstanding) {
                answer(open.remove(), errors);
            }
        }
        while (!open.isEmpty()) {
            answer(open.remove(), errors);
        }
    }

    private Open ask(int number) {
        String words = random.nextBoolean() ? word(number) : word(number) + " " + word(random.nextInt(100));
        client(Messages.search(words));
        return new Open(words, clock);
    }

    private String word(int number) {
        int cycle = random.nextInt(4) == 0 ? random.nextInt(vocabulary.length) : number;
        return vocabulary[cycle % vocabulary.length];
    }

    private void chatter(boolean errors) {
        switch (random.nextInt(8)) {
            case 0 -> server(Messages.statistics());
            case 1 -> client(Messages.message(205, "bob hello there"));
            case 2 -> server(Messages.message(205, "bob hello yourself"));
            case 3 -> client(Messages.share("word song " + random.nextInt(100)));
            case 4 -> {
                if (errors) {
                    client(Messages.message(640, "bob"));
                    server(Messages.error("User is not currently online."));
                }
            }
            default -> {}
        }
    }

    private void answer(Open open, boolean errors) {
        if (errors && random.nextInt(6) == 0) {
            server(Messages.error("invalid search request"));
            long first = clock;
            server(Messages.end());
            truth.put(open.asked, new Truth(open.asked, first, 0, Outcome.REFUSED));
            return;
        }
        if (errors && random.nextInt(12) == 0) {
            server(Messages.error("search failed: too many pending searches"));
            truth.put(open.asked, new Truth(open.asked, clock, 0, Outcome.UNMEASURED));
            return;
        }
        int results = random.nextInt(4);
        long first = 0;
        for (int i = 0; i < results; i++) {
            server(Messages.result("other " + word(random.nextInt(100)) + " - " + open.words + " " + i));
            first = i == 0 ? clock : first;
        }
        server(Messages.end());
        truth.put(open.asked, new Truth(open.asked, results == 0 ? clock : first, results, Outcome.COMPLETED));
    }

    private void client(byte[] bytes) {
        events.add(new Event(Direction.FROM_CLIENT, tick(), bytes));
    }

    private void server(byte[] bytes) {
        events.add(new Event(Direction.FROM_SERVER, tick(), bytes));
    }

    private long tick() {
        clock += 1 + random.nextInt(1000);
        return clock;
    }

    int searches() {
        return truth.size();
    }

    long length(Direction from) {
        return events.stream()
                .filter(e -> e.from == from)
                .mapToLong(e -> e.bytes.length)
                .sum();
    }

    /** Bytes {@code start} to {@code start + length - 1} of one direction, which are missing. */
    record Hole(Direction from, long start, long length) {
        long end() {
            return start + length;
        }
    }

    /** The talk without some bytes. Holes of one direction must come in order and not touch. */
    Talk without(Hole... holes) {
        Talk talk = Talk.fromStart();
        Map<Direction, Long> offsets = new HashMap<>();
        for (Event event : events) {
            long offset = offsets.merge(event.from, (long) event.bytes.length, Long::sum) - event.bytes.length;
            List<Hole> its =
                    Arrays.stream(holes).filter(h -> h.from == event.from).toList();
            cut(talk, event, offset, its);
        }
        return talk.closed(clock + 1);
    }

    private static void cut(Talk talk, Event event, long offset, List<Hole> holes) {
        long at = offset;
        long end = offset + event.bytes.length;
        for (Hole hole : holes) {
            if (hole.start >= at && hole.start < end) {
                give(talk, event, at - offset, hole.start - offset);
                talk.gap(event.from, hole.length, event.nanos);
            }
            if (hole.start < end && hole.end() > at) {
                at = Math.min(end, hole.end());
            }
        }
        give(talk, event, at - offset, end - offset);
    }

    private static void give(Talk talk, Event event, long from, long to) {
        if (from < to) {
            talk.bytes(event.from, event.nanos, Arrays.copyOfRange(event.bytes, (int) from, (int) to));
        }
    }

    /** A hole somewhere. */
    Hole anyHole(Random choice) {
        Direction from = choice.nextBoolean() ? Direction.FROM_CLIENT : Direction.FROM_SERVER;
        return new Hole(from, choice.nextLong(length(from)), 1 + choice.nextInt(1 << choice.nextInt(11)));
    }

    /** The talk as one sees it who comes when so many bytes of it have passed. */
    Talk fromTheMiddle(long passed) {
        Talk talk = Talk.fromTheMiddle();
        long offset = 0;
        for (Event event : events) {
            int skip = Math.clamp(passed - offset, 0, event.bytes.length);
            if (skip < event.bytes.length) {
                talk.bytes(
                        event.from, event.nanos, java.util.Arrays.copyOfRange(event.bytes, skip, event.bytes.length));
            }
            offset += event.bytes.length;
        }
        return talk.closed(clock + 1);
    }

    Talk whole() {
        return without();
    }

    /** No response time and no outcome that is not the truth. */
    void checkNothingInvented(List<Observation> facts) {
        for (Answered answered : Talk.only(Answered.class, facts)) {
            assertThat(truth).containsKey(answered.askedNanos());
            assertThat(answered.nanos())
                    .isEqualTo(truth.get(answered.askedNanos()).firstAnswer());
        }
        for (Ended ended : Talk.only(Ended.class, facts)) {
            if (ended.outcome() == Outcome.COMPLETED || ended.outcome() == Outcome.REFUSED) {
                Truth really = truth.get(ended.askedNanos());
                assertThat(ended.results()).isEqualTo(really.results());
                assertThat(ended.outcome()).isEqualTo(really.outcome());
            }
        }
        assertThat(Talk.only(Ended.class, facts)).hasSameSizeAs(Talk.only(Observation.Asked.class, facts));
    }
}
