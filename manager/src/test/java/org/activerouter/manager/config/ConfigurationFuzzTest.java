package org.activerouter.manager.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Runs as a plain test on the kept inputs; with {@code JAZZER_FUZZ=1} it looks for new ones. */
class ConfigurationFuzzTest {
    private static final String[] PIECES = {
        "capture",
        "services",
        "policies",
        "slow",
        "directory",
        "window",
        "high",
        "low",
        "response-time",
        "servers-side",
        "protocol",
        "policy",
        "never",
        "\"10.0.0.5:8888\"",
        "eth1",
        "200ms",
        "64MiB",
        "0.5",
        "opennap",
        " = ",
        " : ",
        " {",
        "}",
        "[",
        "]",
        ",",
        "\n",
        ".",
        "\"",
        "\"\"\"",
        "#",
        "//",
        "include ",
        "include file(",
        "url(\"http://a\")",
        "${",
        "+=",
        "1e999",
        "null",
        "true",
        "-1",
        "99999999999999999999",
        "\\",
        "\uFEFF",
        "\u2028"
    };

    @FuzzTest(maxDuration = "5m")
    @DictionaryEntries({
        "capture{servers-side=[a]}",
        "services{a{protocol=opennap,policy=b}}",
        "policies{b{response-time{high=2s,low=1s}}}",
        "include \"",
        "\"\"\"",
        "${",
        "+="
    })
    void anyTextIsAConfigurationOrGivesProblems(FuzzedDataProvider data) {
        String start = data.consumeBoolean() ? Configurations.LEAST : "";
        String text = start + data.consumeRemainingAsString();
        holds(text);
    }

    @FuzzTest(maxDuration = "5m")
    void anyOrderOfWordsIsAConfigurationOrGivesProblems(FuzzedDataProvider data) {
        StringBuilder text = new StringBuilder(data.consumeBoolean() ? Configurations.LEAST : "");
        while (data.remainingBytes() > 0) {
            text.append(data.pickValue(PIECES));
        }
        holds(text.toString());
    }

    private static void holds(String text) {
        long start = System.nanoTime();
        try {
            RouterConfiguration read = RouterConfiguration.parse(text, Configurations.FILE, Configurations.KNOWN);
            assertThat(read.hash()).hasSize(12);
        } catch (ConfigurationException e) {
            assertThat(e.problems()).isNotEmpty().hasSizeLessThanOrEqualTo(101);
        }
        assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
        checkOutline(text);
    }

    /** The library's own tree is the truth about which keys a text sets. */
    private static void checkOutline(String text) {
        Outline outline = Outline.of(text);
        if (!outline.offences().isEmpty() || !outline.includes().isEmpty() || text.contains("include")) {
            return;
        }
        Config parsed;
        try {
            parsed = ConfigFactory.parseString(text);
        } catch (ConfigException e) {
            return;
        }
        Set<String> told =
                outline.values().stream().map(Outline.Line::path).collect(Collectors.toCollection(TreeSet::new));
        assertThat(told)
                .containsAll(
                        parsed.entrySet().stream().map(entry -> entry.getKey()).toList());
    }
}
