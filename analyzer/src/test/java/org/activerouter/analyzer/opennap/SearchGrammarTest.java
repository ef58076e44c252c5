package org.activerouter.analyzer.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.activerouter.analyzer.opennap.SearchQuery.Comparison;
import org.activerouter.analyzer.opennap.SearchQuery.Limit;
import org.activerouter.analyzer.opennap.SearchQuery.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchGrammarTest {
    private static SearchRequest read(String text) {
        byte[] data = text.getBytes(StandardCharsets.ISO_8859_1);
        return SearchRequest.read(ByteBuffer.wrap(data), 0, data.length);
    }

    private static SearchQuery query(String text) {
        return (SearchQuery) read(text);
    }

    @Test
    void aRealClientsSearchIsRead() {
        SearchQuery query = query("FILENAME CONTAINS \"tek band\" MAX_RESULTS 2 ");
        assertThat(query.words()).containsExactly("band", "tek");
        assertThat(query.maxResults()).hasValue(2);
        assertThat(query.excluded()).isEmpty();
        assertThat(query.limits()).isEmpty();
        assertThat(query.local()).isFalse();
    }

    @Test
    void termsComeInAnyOrderAndCase() {
        assertThat(query("max_results 5 type ANY filename contains \"Song\" bitrate \"at least\" \"128\""))
                .isEqualTo(query("BITRATE \"AT LEAST\" 128 FILENAME CONTAINS \"song\" TYPE any MAX_RESULTS 5"));
    }

    @Test
    void repeatedTermsAddUpAndTheLastNumberHolds() {
        SearchQuery query = query(
                "FILENAME CONTAINS \"a b\" MAX_RESULTS 9 FILENAME CONTAINS \"B c\" MAX_RESULTS 3 FILENAME EXCLUDES \"d\"");
        assertThat(query.words()).containsExactly("a", "b", "c");
        assertThat(query.excluded()).containsExactly("d");
        assertThat(query.maxResults()).hasValue(3);
    }

    @Test
    void wordsAreCutWhereServersCutThem() {
        SearchQuery query = query("FILENAME CONTAINS \"Don't_stop-now caf\u00e9 AC/DC\"");
        assertThat(query.words()).containsExactly("ac", "caf\u00e9", "dc", "don't", "now", "stop");
    }

    @Test
    void aWordBehindADashIsExcluded() {
        SearchQuery query = query("FILENAME CONTAINS \"love -me\"");
        assertThat(query.words()).containsExactly("love");
        assertThat(query.excluded()).containsExactly("me");
    }

    @Test
    void limitsKeepTheirOrder() {
        assertThat(query(
                                "FILENAME CONTAINS x LINESPEED \"AT BEST\" 4 SIZE \"EQUAL TO\" \"99\" DURATION \"AT LEAST\" -1")
                        .limits())
                .containsExactly(
                        new Limit(Property.LINESPEED, Comparison.AT_BEST, 4),
                        new Limit(Property.SIZE, Comparison.EQUAL_TO, 99),
                        new Limit(Property.DURATION, Comparison.AT_LEAST, -1));
    }

    @Test
    void aNumberBeyondAnIntIsHeldWithinIt() {
        assertThat(query("FILENAME CONTAINS x MAX_RESULTS 2147483648").maxResults())
                .isEqualTo(OptionalInt.of(Integer.MAX_VALUE));
    }

    @Test
    void aWishForNoResultsOrFewerIsNone() {
        assertThat(query("FILENAME CONTAINS x").wanted(100)).isEqualTo(100);
        assertThat(query("FILENAME CONTAINS x MAX_RESULTS 0").wanted(100)).isEqualTo(100);
        assertThat(query("FILENAME CONTAINS x MAX_RESULTS -1").wanted(100)).isEqualTo(100);
        assertThat(query("FILENAME CONTAINS x MAX_RESULTS 7").wanted(100)).isEqualTo(7);
        assertThat(query("FILENAME CONTAINS x MAX_RESULTS 700").wanted(100)).isEqualTo(100);
    }

    @Test
    void localIsReadInBothSpellings() {
        assertThat(query("FILENAME CONTAINS x LOCAL").local()).isTrue();
        assertThat(query("FILENAME CONTAINS x LOCAL_ONLY").local()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "||,                                         no word to search for",
                "|MAX_RESULTS 5|,                            no word to search for",
                "|FILENAME CONTAINS \"--\"|,                 no word to search for",
                "|FILENAME CONTAINS \"x|,                    a quote is not closed",
                "|FILENAME|,                                 FILENAME without CONTAINS or EXCLUDES",
                "|FILENAME CONTAINS|,                        FILENAME without words",
                "|FILENAME HAS x|,                           FILENAME with neither CONTAINS nor EXCLUDES",
                "|FILENAME CONTAINS x MAX_RESULTS|,          MAX_RESULTS without a number",
                "|FILENAME CONTAINS x MAX_RESULTS 1x|,       MAX_RESULTS is not a number",
                "|FILENAME CONTAINS x BITRATE|,              BITRATE without a comparison",
                "|FILENAME CONTAINS x BITRATE ABOVE 3|,      BITRATE with an unknown comparison",
                "|FILENAME CONTAINS x BITRATE \"AT LEAST\"|, BITRATE without a number",
                "|FILENAME CONTAINS x TYPE|,                 TYPE without a type",
                "|WMA-FILE FILENAME CONTAINS x|,             unknown term WMA-FILE",
            })
    void anInvalidSearchSaysWhatIsWrong(String text, String reason) {
        assertThat(read(text == null ? "" : text)).isEqualTo(new SearchRequest.Invalid(reason));
    }

    @Test
    void aReasonCannotSmuggleControlCharacters() {
        assertThat(read("\u001b[31m\n" + "x".repeat(100)))
                .isEqualTo(new SearchRequest.Invalid("unknown term ?[31m?" + "x".repeat(26)));
    }
}
