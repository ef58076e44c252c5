package org.activerouter.manager.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestTest {
    private static final List<String> KNOWN = List.of("analyze", "observe", "opennap");

    @ParameterizedTest
    @CsvSource({
        "analyse, analyze",
        "analzye, analyze",
        "ANALYZE, analyze",
        "observ, observe",
        "open-nap, opennap",
        "opennpa, opennap"
    })
    void aSlipOfTheFingerIsUnderstood(String word, String meant) {
        assertThat(Nearest.endOfSentence(word, KNOWN)).isEqualTo("; did you mean " + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({"x", "http", "frobnicate", "''"})
    void aWordThatIsNearNothingGetsNoSuggestion(String word) {
        assertThat(Nearest.endOfSentence(word, KNOWN)).isEqualTo(".");
    }
}
