package org.activerouter.manager.config;

import java.time.Duration;
import java.util.List;
import org.activerouter.proxy.http.HttpLimits;
import org.activerouter.proxy.http.SplitLimits;

/** Reads what the services that speak HTTP take, and how long they wait. */
final class HttpSection {
    private static final HttpLimits USUAL = HttpLimits.defaults();
    private static final SplitLimits USUAL_SPLIT = SplitLimits.defaults();
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    private static final Key<Long> HEAD_SIZE = Key.usually(
            "head-size",
            Types.size(1L << 10, 1L << 20),
            (long) USUAL.headBytes(),
            "The longest head of a message; a request with a longer one is refused (431).");
    private static final Key<Duration> HEAD_TIME = Key.usually(
            "head-time",
            Types.duration(SECOND, DAY),
            USUAL.head(),
            "How long a client may take from the first byte of a request's head to its last; then it is refused (408).");
    private static final Key<Duration> BODY_PAUSE = Key.usually(
            "body-pause",
            Types.duration(SECOND, DAY),
            USUAL.body(),
            "How long a request's body may pause; then it is refused (408).");
    private static final Key<Duration> KEEP_ALIVE = Key.usually(
            "keep-alive",
            Types.duration(SECOND, DAY),
            USUAL.keepAlive(),
            "How long a client may take from an answer to its next request; then its connection is ended.");
    private static final Key<Duration> ANSWER_TIME = Key.usually(
            "answer-time",
            Types.duration(SECOND, DAY),
            USUAL.answer(),
            "How long a server may take to begin its answer; then the client is told so (504).");
    private static final Key<Duration> SECOND_TRY = Key.usually(
            "second-try",
            Types.duration(SECOND, DAY),
            USUAL.secondTry(),
            "The same for a request that may be given to another member: then it is. An answer that stops for so long counts"
                    + " against its member. At most answer-time.");
    private static final Key<Duration> ANSWER_PAUSE = Key.usually(
            "answer-pause",
            Types.duration(SECOND, DAY),
            USUAL.stall(),
            "How long an answer may pause for a client that takes it; then it is broken off.");

    private static final Key<Long> ABOVE = Key.usually(
            "above", Types.size(1L << 10, 1L << 40), USUAL_SPLIT.above(), "Shorter bodies come from one member.");
    private static final Key<Long> PART = Key.usually(
            "part",
            Types.size(1L << 10, 1L << 30),
            (long) USUAL_SPLIT.part(),
            "What one member is asked for at once; at most above.");
    private static final Key<Long> AHEAD = Key.usually(
            "ahead",
            Types.size(1L << 10, 16L << 30),
            USUAL_SPLIT.ahead(),
            "What parts that come before their turn may take in memory, of all clients together; beyond it bodies come from one"
                    + " member. At least part.");
    private static final Section SPLIT =
            Section.of("split", "How members share a long answer in a group with mode = split.", ABOVE, PART, AHEAD);

    static final Section SECTION = Section.of(
                    "http",
                    "What the load balancer and the HTTP cache take, and how long they wait. Whom a limit meets is counted.",
                    HEAD_SIZE,
                    HEAD_TIME,
                    BODY_PAUSE,
                    KEEP_ALIVE,
                    ANSWER_TIME,
                    SECOND_TRY,
                    ANSWER_PAUSE)
            .with(List.of(SPLIT));

    private HttpSection() {}

    static HttpLimits read(SectionReader in) {
        Duration answer = in.get(ANSWER_TIME);
        Duration secondTry = in.get(SECOND_TRY);
        if (in.sound(ANSWER_TIME, SECOND_TRY) && secondTry.compareTo(answer) > 0) {
            in.refuse(SECOND_TRY, "is longer than answer-time, " + Types.text(answer), "");
        }
        return new HttpLimits(
                Math.toIntExact(in.get(HEAD_SIZE)),
                in.get(HEAD_TIME),
                in.get(BODY_PAUSE),
                in.get(KEEP_ALIVE),
                answer,
                secondTry,
                in.get(ANSWER_PAUSE),
                split(in.section(SPLIT)));
    }

    private static SplitLimits split(SectionReader in) {
        long above = in.get(ABOVE);
        long part = in.get(PART);
        long ahead = in.get(AHEAD);
        if (in.sound(ABOVE, PART) && part > above) {
            in.refuse(PART, "is more than above: nothing that is split would have two parts", "");
        }
        if (in.sound(PART, AHEAD) && part > ahead) {
            in.refuse(AHEAD, "is less than part: nothing could come before its turn", "");
        }
        return new SplitLimits(Math.max(above, part), Math.toIntExact(part), Math.max(ahead, part));
    }
}
