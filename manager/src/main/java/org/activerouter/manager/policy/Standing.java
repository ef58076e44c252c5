package org.activerouter.manager.policy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.activerouter.capture.Endpoint;

/**
 * How a server stands: what is thought of it, what is done about it, and what would have to happen for something else to be
 * done. Immutable.
 *
 * @param server the server
 * @param protocol id of its protocol; empty if it was never seen
 * @param service its service; empty if the configuration has none for it
 * @param state what is done about it
 * @param stateFor how long that has been so; zero if nothing was ever decided
 * @param wish what the operator wants; empty if it is left to the policy
 * @param verdict what is thought of it; empty if it has no policy or was never seen
 * @param obstacles why it is not redirected, or while it is redirected why it is not released
 * @param redirects how often a redirect of it has begun, or would have
 */
public record Standing(
        Endpoint server,
        Optional<String> protocol,
        Optional<PolicedService> service,
        State state,
        Duration stateFor,
        Optional<Wish> wish,
        Optional<Verdict> verdict,
        List<Obstacle> obstacles,
        int redirects) {
    /** Keeps its own copy of the obstacles. */
    public Standing {
        obstacles = List.copyOf(obstacles);
    }

    /** What is done about a server. */
    public enum State {
        /** Its clients go to it. */
        DIRECT,
        /** Its new clients go to the service. */
        REDIRECTED,
        /** Its clients go to it; they would not if the policy did not only observe. */
        WOULD_BE_REDIRECTED
    }

    /** What an operator can want. */
    public enum Wish {
        /** It is to be redirected. */
        REDIRECT,
        /** It is not to be redirected. */
        RELEASE
    }

    /** The answer to {@code why}: some lines. */
    public String text() {
        String since = stateFor.isZero() ? "" : " (for " + length(stateFor) + " so far)";
        String why = obstacles.stream()
                .map(obstacle -> "\n  " + unchanged() + "because " + obstacle.text())
                .collect(Collectors.joining());
        return server + " is " + done() + since
                + verdict.map(given -> "\n  " + given.text()).orElse("") + why;
    }

    private String done() {
        return switch (state) {
            case DIRECT ->
                wish.filter(Wish.REDIRECT::equals).isPresent()
                        ? "not redirected, although the operator wants it"
                        : "not redirected";
            case REDIRECTED -> "redirected";
            case WOULD_BE_REDIRECTED -> "not redirected, but would be if its policy did not only observe";
        };
    }

    /** What the obstacles keep from happening; of a server that is not redirected that was said already. */
    private String unchanged() {
        return switch (state) {
            case DIRECT -> "";
            case REDIRECTED -> "not released ";
            case WOULD_BE_REDIRECTED -> "would not be released ";
        };
    }

    private static String length(Duration time) {
        if (time.compareTo(Duration.ofMinutes(2)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
        }
        return time.compareTo(Duration.ofHours(2)) < 0
                ? time.toMinutes() + " min"
                : time.toHours() + " h " + time.toMinutesPart() + " min";
    }
}
