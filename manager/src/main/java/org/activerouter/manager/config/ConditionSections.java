package org.activerouter.manager.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.activerouter.manager.policy.Condition;
import org.activerouter.manager.policy.Condition.Statistic;

/** Reads the conditions of a policy, each of which is a section of it. */
final class ConditionSections {
    private static final Key<Statistic> STATISTIC = Key.usually(
            "statistic",
            Types.oneOf(Statistic.class),
            Statistic.MEAN,
            "Which figure of the response times; p95 needs minimum-samples of 20, p99 of 100.");

    private static final Type<Duration> RESPONSE_TIME = Types.duration(Duration.ofNanos(1_000), Duration.ofMinutes(10));
    private static final Key<Duration> SLOW =
            Key.required("high", RESPONSE_TIME, Duration.ofMillis(200), "Overloaded above it.");
    private static final Key<Duration> FAST =
            Key.required("low", RESPONSE_TIME, Duration.ofMillis(100), "Relieved below it; at most 90 % of high.");

    private static final Key<Double> MUCH_SLOWER =
            Key.usually("high", Types.decimal(1, 1_000_000), 3.0, "Overloaded above this factor.");
    private static final Key<Double> HARDLY_SLOWER =
            Key.usually("low", Types.decimal(1, 1_000_000), 1.5, "Relieved below this factor; at most 90 % of high.");
    private static final Key<Duration> BASELINE = Key.usually(
            "baseline",
            Types.duration(Duration.ofSeconds(5), Duration.ofDays(30)),
            Duration.ofMinutes(10),
            "How far back the server's own past reaches; at least ten windows. Times of overload are left out.");

    private static final Key<Double> BUSY = Key.required(
            "high", Types.decimal(0.001, 1_000_000), 400.0, "Overloaded above so many queries per second.");
    private static final Key<Double> QUIET = Key.required(
            "low",
            Types.decimal(0.001, 1_000_000),
            200.0,
            "Relieved below so many queries per second; at most 90 % of high.");

    private static final Key<Double> PLENTY =
            Key.required("high", Types.decimal(0.001, 1_000_000), 20.0, "Relieved above so many results per answer.");
    private static final Key<Double> FEW = Key.required(
            "low",
            Types.decimal(0.001, 1_000_000),
            5.0,
            "Overloaded below so many results per answer; at most 90 % of high.");

    private static final Section RESPONSE = Section.optional(
                    "response-time", "The time from a query to its first answer.", STATISTIC, SLOW, FAST)
            .shownInSample();
    private static final Section RELATIVE = Section.optional(
            "response-time-relative",
            "The same, as a factor over the server's own past: much longer than before.",
            STATISTIC,
            MUCH_SLOWER,
            HARDLY_SLOWER,
            BASELINE);
    private static final Section RATE =
            Section.optional("query-rate", "Queries per second that the server is asked.", BUSY, QUIET);
    private static final Section RESULTS = Section.optional(
            "results-per-answer", "Results per answer; a drowning directory gives fewer.", PLENTY, FEW);

    static final List<Section> SECTIONS = List.of(RESPONSE, RELATIVE, RATE, RESULTS);

    private ConditionSections() {}

    /**
     * The conditions that are there.
     *
     * @param sections takes the section of each, in the same order
     */
    static List<Condition> read(SectionReader policy, List<SectionReader> sections) {
        List<Condition> conditions = new ArrayList<>();
        read(
                policy,
                RESPONSE,
                in -> new Condition.ResponseTime(in.get(STATISTIC), in.get(SLOW), in.get(FAST)),
                conditions,
                sections);
        read(
                policy,
                RELATIVE,
                in -> new Condition.RelativeResponseTime(
                        in.get(STATISTIC), in.get(MUCH_SLOWER), in.get(HARDLY_SLOWER), in.get(BASELINE)),
                conditions,
                sections);
        read(policy, RATE, in -> new Condition.QueryRate(in.get(BUSY), in.get(QUIET)), conditions, sections);
        read(policy, RESULTS, in -> new Condition.ResultsPerAnswer(in.get(PLENTY), in.get(FEW)), conditions, sections);
        return conditions;
    }

    private static void read(
            SectionReader policy,
            Section definition,
            Function<SectionReader, Condition> reader,
            List<Condition> conditions,
            List<SectionReader> sections) {
        policy.optional(definition).ifPresent(section -> {
            conditions.add(reader.apply(section));
            sections.add(section);
        });
    }

    static String names() {
        return SECTIONS.stream().map(Section::name).collect(Collectors.joining(", "));
    }
}
