package org.activerouter.manager.policy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a verdict rests on. Immutable.
 *
 * @param measures each condition's metric against its thresholds; empty where not even the window could be trusted
 * @param combination how the conditions make one verdict
 * @param window how far the metrics looked back
 * @param queries asked in the window
 * @param clients distinct client addresses that asked in it, as far as is known at least
 * @param largestClientShare share (0 to 1) of the busiest client in the window's queries
 * @param waiting queries without an answer at the window's end
 * @param longestWait how long the oldest of them had waited
 * @param expectedRate queries per second that the server gets, or would get if it were not redirected
 * @param loss share (0 to 1) of the window's frames that the capture lost
 * @param configurationHash which configuration was in force
 */
public record Evidence(
        List<Measure> measures,
        Policy.Combination combination,
        Duration window,
        long queries,
        int clients,
        double largestClientShare,
        long waiting,
        Duration longestWait,
        double expectedRate,
        double loss,
        String configurationHash) {
    /** Keeps its own copy of the measures. */
    public Evidence {
        measures = List.copyOf(measures);
    }

    /** One sentence without a full stop. */
    public String text() {
        String metrics = measures.stream()
                .map(Measure::text)
                .collect(Collectors.joining(combination == Policy.Combination.ANY ? "; or " : "; and "));
        String waits = waiting == 0
                ? ""
                : String.format(Locale.ROOT, ", %d unanswered, one for %.1f s", waiting, longestWait.toMillis() / 1e3);
        return (metrics.isEmpty() ? "" : metrics + "; ")
                + String.format(
                        Locale.ROOT,
                        "%d queries of %d clients in %s, %.0f %% by one%s; %.1f %% of the capture lost; configuration %s",
                        queries,
                        clients,
                        PolicyReview.text(window),
                        100 * largestClientShare,
                        waits,
                        100 * loss,
                        configurationHash);
    }
}
