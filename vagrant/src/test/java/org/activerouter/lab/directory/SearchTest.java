package org.activerouter.lab.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.activerouter.lab.directory.Search.Limit;
import org.activerouter.lab.directory.Search.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {
    @Test
    void termsComeInAnyOrderAndCase() {
        Search search = Search.of("MAX_RESULTS 2 bitrate \"at least\" \"128\" FILENAME CONTAINS \"Tek Band\" LOCAL ")
                .orElseThrow();

        assertThat(search.words()).containsExactly("tek", "band");
        assertThat(search.most()).isEqualTo(2);
        assertThat(search.limits()).containsExactly(new Limit(Property.BITRATE, "AT LEAST", 128));
    }

    @Test
    void withoutALimitAHundredResultsAreTheMost() {
        assertThat(Search.of("FILENAME CONTAINS \"x\"").orElseThrow().most()).isEqualTo(100);
        assertThat(Search.of("FILENAME CONTAINS \"x\" MAX_RESULTS 5000")
                        .orElseThrow()
                        .most())
                .isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "WMA-FILE \"x\"",
                "FILENAME \"x\"",
                "FILENAME CONTAINS",
                "FILENAME CONTAINS \"unfinished",
                "FILENAME CONTAINS \"x\" MAX_RESULTS many",
                "FILENAME CONTAINS \"x\" BITRATE \"MORE THAN\" 3",
                "FILENAME CONTAINS \"x\" BITRATE \"AT LEAST\"",
                "MAX_RESULTS 3"
            })
    void whatIsNotASearchIsTold(String text) {
        assertThat(Search.of(text)).isEmpty();
    }

    @Test
    void wordsAreWholeAndKeepTheirApostrophe() {
        assertThat(Words.of("Don't-STOP (live)")).containsExactly("don't", "stop", "live");
    }

    @Test
    void aPathGivesTheWordsOfItsNameWithoutSuffixAndOfItsFolder() {
        assertThat(Words.ofPath("C:\\mp3\\The Band\\some song.mp3")).containsExactly("the", "band", "some", "song");
        assertThat(Words.ofPath("song.mp3")).containsExactly("song");
    }
}
