package org.activerouter.lab.experiment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.activerouter.lab.events.Event;

/**
 * Every answer in network B against what the server itself gave for the same keyword to anybody within the TTL before. An answer
 * leaves out the files of who asked, so the server's answer to one peer is carried over to another: the first one's files come
 * in (it was there when it asked), the second one's go out, and so do those of which no sharer is there any more: nobody could fetch
 * them. Where the server's answers in that time differ, because peers came or left, the smallest counts.
 *
 * @param compared answers for which the server gave one within the TTL
 * @param unfounded answers for which it gave none
 * @param poorer those with fewer results than the server gave, one sentence each
 */
public record AnswerComparison(int compared, int unfounded, List<String> poorer) {
    /** What is wanted of it. */
    static final String WANTED = "no answer in B has fewer results than the server gave within the TTL before";

    /** Clocks of two programs on one machine, read to the millisecond. */
    private static final double SLACK_MILLIS = 2;

    /** Compares the answers that B got in a time of the run. */
    public static AnswerComparison of(Run run, double from, double until) {
        Map<String, List<Event>> served = new HashMap<>();
        run.served()
                .forEach(event -> served.computeIfAbsent(event.keyword(), unused -> new ArrayList<>())
                        .add(event));
        double ttlMillis = run.facts().ttl() / run.facts().speed() * 1e3;
        int compared = 0;
        int unfounded = 0;
        List<String> poorer = new ArrayList<>();
        for (Event answer : run.between(run.askedInB(), from, until)) {
            List<Event> recent = served.getOrDefault(answer.keyword(), List.of()).stream()
                    .filter(event -> event.answeredMillis() >= answer.millis() - ttlMillis - SLACK_MILLIS)
                    .filter(event -> event.answeredMillis() <= answer.answeredMillis() + SLACK_MILLIS)
                    .toList();
            long least = recent.stream()
                    .mapToLong(event -> carriedOver(run, event, answer))
                    .min()
                    .orElse(-1);
            compared += least >= 0 ? 1 : 0;
            unfounded += least >= 0 ? 0 : 1;
            if (answer.results() < least) {
                poorer.add(Figures.text(
                        "%.1f s: %s asked for %s and got %d; the server had given %d",
                        run.second(answer), answer.nick(), answer.keyword(), answer.results(), least));
            }
        }
        return new AnswerComparison(compared, unfounded, List.copyOf(poorer));
    }

    /** Whether there was something to compare and none was poorer. */
    boolean holds() {
        return poorer.isEmpty() && compared > 0;
    }

    /** How many, and the first of them. */
    String found() {
        String first = poorer.isEmpty() ? "" : "; first: " + poorer.getFirst();
        return Figures.text("%d poorer of %d compared%s", poorer.size(), compared, first);
    }

    private static long carriedOver(Run run, Event served, Event answer) {
        Truth truth = run.truth();
        Set<String> files = new HashSet<>(served.files());
        truth.matching(served.keyword()).stream()
                .filter(file -> truth.holds(served.nick(), file))
                .forEach(files::add);
        return files.stream()
                .filter(file -> !truth.holds(answer.nick(), file))
                .filter(file -> truth.holders(file).stream().anyMatch(nick -> run.wasThere(nick, answer)))
                .count();
    }
}
