package org.activerouter.proxy.opennap.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.activerouter.proxy.balance.Choice;
import org.activerouter.proxy.balance.Distribution;
import org.activerouter.proxy.balance.Mode;
import org.activerouter.proxy.balance.Sessions;
import org.activerouter.proxy.opennap.Nap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One of three directories goes wrong while clients search: how soon that is noticed, when it has failed often enough to be
 * ejected, and what clients see of it before and afterwards. Prints a row of the table for each; times are the laboratory's, to {@value #STEP_MILLIS} ms.
 */
final class FaultyDirectoriesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int STEP_MILLIS = 10;
    private static final int CLIENTS = 4;
    private static final int PAUSE_MILLIS = 250;

    /** So many failures, in a row, eject a member by default. */
    private static final int ENOUGH = 5;

    private static final int NEVER = -1;

    enum Wrong {
        KILLED,
        FROZEN,
        HALF_OPEN,
        GARBAGE,
        REFUSES_LOG_INS,
        SLOW_TO_ANSWER,
        SLOW_AFTERWARDS
    }

    /** A search, when it was begun and when its end came, and with how many results. */
    private record Answer(int begun, int ended, int results) {
        int took() {
            return ended - begun;
        }
    }

    /** A client that asks four times a second, not before it has the answer to what it asked before. */
    private final class Asker {
        private final GroupLaboratory.Client client;
        private int next;
        private int begun = NEVER;

        Asker(int number) {
            client = lab.connect("10.0.0." + number);
            client.say(Nap.logIn("asker" + number, 6699));
            client.received.clear();
            next = now + number * 60;
        }

        void step() {
            if (begun != NEVER && client.received.stream().anyMatch(each -> each.type() == Nap.END)) {
                answers.add(new Answer(begun, now, client.received.size() - 1));
                client.received.clear();
                begun = NEVER;
            }
            if (begun == NEVER && now >= next) {
                next = now + PAUSE_MILLIS;
                begun = now;
                client.say(Duration.ZERO, Nap.search("teka band"));
            }
        }
    }

    private final List<Answer> answers = new ArrayList<>();
    private GroupLaboratory lab;
    private int now;

    private int goOn(List<Asker> askers, int millis, BooleanSupplier until) {
        for (int end = now + millis; now < end && !until.getAsBoolean(); now += STEP_MILLIS) {
            askers.forEach(Asker::step);
            lab.advance(Duration.ofMillis(STEP_MILLIS));
        }
        return until.getAsBoolean() ? now : NEVER;
    }

    private void becomes(Server server, Wrong wrong) {
        switch (wrong) {
            case KILLED -> server.manner = Server.Manner.DEAD;
            case FROZEN -> server.delay = Duration.ofHours(1);
            case HALF_OPEN -> server.manner = Server.Manner.HALF_OPEN;
            case GARBAGE -> server.manner = Server.Manner.GARBAGE;
            case REFUSES_LOG_INS -> server.manner = Server.Manner.REFUSES_LOG_INS;
            case SLOW_TO_ANSWER -> server.delay = Duration.ofSeconds(5);
            case SLOW_AFTERWARDS -> server.manner = Server.Manner.STOPS_IN_THE_MIDDLE;
        }
        if (wrong == Wrong.KILLED || wrong == Wrong.REFUSES_LOG_INS) {
            lab.cut(server);
        }
    }

    private static Stream<Arguments> faults() {
        return Stream.of(Wrong.values())
                .flatMap(wrong -> Stream.of(Distribution.SPREAD, Distribution.SPLIT)
                        .map(spreading -> Arguments.of(wrong, spreading)));
    }

    private long shortfalls() {
        return Arrays.stream(Shortfall.values()).mapToLong(lab::count).sum();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void oneFaultyDirectoryCostsWhoWaitsForItHisPatienceAtMostAndNobodyOnceItIsOut(
            Wrong wrong, Distribution spreading) {
        Mode mode = new Mode(spreading, Choice.ROUND_ROBIN, false, 0, Sessions.STAY, PATIENCE);
        lab = new GroupLaboratory(3, mode);
        for (int i = 0; i < 3; i++) {
            lab.sharer(i, "sharer" + i, 6699, "C:\\m\\teka band " + i + ".mp3");
        }
        List<Asker> askers =
                IntStream.rangeClosed(1, CLIENTS).mapToObj(Asker::new).toList();
        goOn(askers, 5_000, () -> false);
        assertThat(shortfalls()).isZero();

        Server faulty = lab.server(1);
        int since = now;
        becomes(faulty, wrong);
        int noticed = goOn(askers, 60_000, () -> shortfalls() > 0);
        int enough = goOn(askers, 60_000, () -> lab.seen(1).failures() >= ENOUGH);
        List<Answer> before = answersSince(since);
        if (enough != NEVER) {
            lab.roster(mode, lab.servers, List.of(faulty));
        }
        int out = now;
        goOn(askers, 20_000, () -> false);

        List<Answer> after = answersSince(out);
        print(wrong, spreading, since, noticed, enough, before, after);
        int known = spreading == Distribution.SPLIT ? 2 : 1;
        assertThat(noticed).isBetween(since, since + PAUSE_MILLIS + wait(wrong));
        assertThat(longest(before)).isLessThanOrEqualTo(wait(wrong) + STEP_MILLIS);
        assertThat(fewest(before)).isGreaterThanOrEqualTo(known);
        assertThat(enough != NEVER)
                .as("a member that only does not want the router has not failed")
                .isEqualTo(wrong != Wrong.REFUSES_LOG_INS);
        assertThat(after).hasSizeGreaterThan(CLIENTS * 20_000 / PAUSE_MILLIS * 9 / 10);
        assertThat(longest(after)).isLessThanOrEqualTo(STEP_MILLIS);
        assertThat(fewest(after)).isEqualTo(known);
    }

    /** What says that it is wrong is passed over at once; who says nothing is waited for. */
    private static int wait(Wrong wrong) {
        return switch (wrong) {
            case KILLED, GARBAGE, REFUSES_LOG_INS -> 0;
            case FROZEN, HALF_OPEN, SLOW_TO_ANSWER, SLOW_AFTERWARDS -> (int) PATIENCE.toMillis();
        };
    }

    private List<Answer> answersSince(int begun) {
        return answers.stream().filter(each -> each.begun() >= begun).toList();
    }

    private static int longest(List<Answer> some) {
        return some.stream().mapToInt(Answer::took).max().orElse(NEVER);
    }

    private static int fewest(List<Answer> some) {
        return some.stream().mapToInt(Answer::results).min().orElse(NEVER);
    }

    private static void print(
            Wrong wrong,
            Distribution spreading,
            int since,
            int noticed,
            int enough,
            List<Answer> before,
            List<Answer> after) {
        System.out.printf(
                "%-16s %-6s noticed after %5d ms, failed often enough after %s; until then %3d answers, %d results at least, %4d ms at"
                        + " most; afterwards %3d, %d, %d ms%n",
                wrong,
                spreading,
                noticed - since,
                enough == NEVER ? "-" : (enough - since) + " ms",
                before.size(),
                fewest(before),
                longest(before),
                after.size(),
                fewest(after),
                longest(after));
    }
}
