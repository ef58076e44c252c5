package org.activerouter.capture.source;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with one interface, and since when. Changed by the thread that reads it, read by any. */
final class Trouble {
    private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);

    private final String name;
    private final Clock clock;
    private String reason = "";
    private @Nullable LocalDateTime since;
    private volatile @Nullable String sentence;

    /** None so far, with the interface of this name. */
    Trouble(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
    }

    /**
     * Something is wrong. Logged when it is news.
     *
     * @param what follows the interface's name: {@code has disappeared}
     * @param advice a sentence: what to do, and what happens by itself
     */
    void is(String what, String advice) {
        if (what.equals(reason)) {
            return;
        }
        LocalDateTime began = since;
        if (began == null) {
            began = LocalDateTime.now(clock).truncatedTo(ChronoUnit.SECONDS);
            since = began;
        }
        reason = what;
        String news = name + " " + what + ", not captured since " + began + ". " + advice;
        sentence = news;
        LOG.warn("{}", news);
    }

    /** Nothing is wrong (any more). Logged when it is news. */
    void isOver() {
        if (sentence != null) {
            LOG.info("{} is captured again; it was not since {}", name, since);
        }
        reason = "";
        since = null;
        sentence = null;
    }

    /** The sentence for an operator; any thread. */
    Optional<String> sentence() {
        return Optional.ofNullable(sentence);
    }
}
