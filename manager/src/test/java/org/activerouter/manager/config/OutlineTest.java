package org.activerouter.manager.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OutlineTest {
    private static List<String> values(String text) {
        return Outline.of(text).values().stream()
                .map(value -> value.number() + " " + value.path())
                .toList();
    }

    @Test
    void eachKeyIsToldWithItsLine() {
        assertThat(values("""
                a = 1, b : 2 # c = 3
                d { e = x y z
                  "f.g".h = [1,
                    2, { i = 3 }]
                }
                j = \"""
                k = 1
                \""" // l = 2
                m
                  { n = { } { o = 1 } }
                p =
                  5
                """)).containsExactly("1 a", "1 b", "2 d.e", "3 d.\"f.g\".h", "6 j", "10 m.n.o", "11 p");
    }

    @Test
    void aRootInBracesIsTheSame() {
        assertThat(values("{\n \"a\": {\"b\": 1, \"c\": [\"}\", \"{\"]},\n \"d\": \"x\"\n}"))
                .containsExactly("2 a.b", "2 a.c", "3 d");
    }

    @Test
    void includesAreToldWithTheirLine() {
        assertThat(Outline.of("a { include \"b\" }\n  include required(file(\"c\"))\ninclude\n \"d\"\nincluded = 1")
                        .includes())
                .extracting(Outline.Line::number)
                .containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void itFindsTheSameKeysAsTheLibrary(long seed) {
        String text = text(new Random(seed), 4, "\n");
        Set<String> told = Outline.of(text).values().stream()
                .map(Outline.Line::path)
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> truth = ConfigFactory.parseString(text).entrySet().stream()
                .map(entry -> entry.getKey())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(told).as(text).isEqualTo(truth);
    }

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    /** Keys are numbered, so that none is set twice. */
    private static String text(Random random, int depth, String end) {
        StringBuilder text = new StringBuilder();
        int lines = 1 + random.nextInt(6);
        for (int i = 0; i < lines; i++) {
            String key = pick(random, "k", "\"q.q\"", "a.b.", "\"\".x") + i;
            String inner = depth == 0 ? "" : text(random, depth - 1, pick(random, "\n", " , "));
            text.append(pick(random, "", "  ", "# c = {\n", "// \"\n")).append(key.replace("\"\".x", "x"));
            text.append(pick(
                    random,
                    " = 1",
                    ": \"a # b\"",
                    "=[{x=1},[2]\n 3]",
                    " = a b/c d",
                    "\n = \"\"\"\"} \n { \"\"\"\"",
                    " {" + inner + "} ",
                    " = {" + inner + "}{z" + i + "=1}"));
            text.append(i == lines - 1 ? "\n" : end);
        }
        return text.toString();
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "{",
                "a{",
                "a=[",
                "a.",
                "a=[{b=",
                "\"",
                "\"\"\"",
                "${",
                "include ",
                "\\",
                "\"\\",
                "a=1,",
                "a b "
            })
    @Timeout(20)
    void noRepetitionOverflowsAStackOrTakesLong(String piece) throws InterruptedException {
        String text = piece.repeat(ConfigurationFiles.MOST_BYTES / piece.length());
        String lines = (piece + "\n").repeat(ConfigurationFiles.MOST_BYTES / (piece.length() + 1));
        Thread small = new Thread(
                null,
                () -> {
                    Configurations.problemsOf(text);
                    Configurations.problemsOf(lines);
                },
                "small stack",
                256 << 10);
        Throwable[] thrown = new Throwable[1];
        small.setUncaughtExceptionHandler((thread, e) -> thrown[0] = e);
        small.start();

        assertThat(small.join(Duration.ofSeconds(15))).isTrue();
        assertThat(thrown[0]).isNull();
    }

    @Test
    @Timeout(20)
    void asManyKeysAsAreAllowedDoNotTakeLong() {
        String text = IntStream.range(0, Outline.MOST_KEYS)
                .mapToObj(i -> "a.k" + i + "=1")
                .collect(Collectors.joining("\n"));

        assertThat(Configurations.problemsOf(text)).isNotEmpty();
        assertThat(Configurations.problemsOf(text + "\na.b=1"))
                .containsExactly("router.conf:2001: sets more than 2000 keys");
    }
}
