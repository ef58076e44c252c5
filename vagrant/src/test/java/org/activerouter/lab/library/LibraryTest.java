package org.activerouter.lab.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 77, 12_345})
    void sixKeywordsMatchTwentyFilesTenTwelveTwentySixThirtyFourAndSixtyTwo(long seed) {
        Library library = Library.ofThePaper(seed);

        Map<Integer, Long> keywordsByMatches = library.keywords().stream()
                .collect(Collectors.groupingBy(each -> library.matching(each).size(), Collectors.counting()));

        assertThat(library.files()).hasSize(120);
        assertThat(keywordsByMatches).isEqualTo(Map.of(20, 6L, 12, 10L, 6, 20L, 4, 30L, 2, 60L));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyFileIsHeldOnceAndEachNetworkHoldsHalf(long seed) {
        List<List<LibraryFile>> holdings = Library.ofThePaper(seed).divide(List.of(7, 6), seed);

        List<LibraryFile> all = holdings.stream().flatMap(List::stream).toList();
        assertThat(holdings).hasSize(13);
        assertThat(all).hasSize(120).doesNotHaveDuplicates();
        assertThat(holdings.subList(0, 7).stream().mapToInt(List::size).sum()).isEqualTo(60);
        assertThat(holdings).allSatisfy(each -> assertThat(each).hasSizeBetween(8, 10));
    }

    @Test
    void theSameSeedGivesTheSameFilesAndAnotherSeedOthers() {
        assertThat(Library.ofThePaper(5).files())
                .isEqualTo(Library.ofThePaper(5).files());
        assertThat(Library.ofThePaper(5).files())
                .isNotEqualTo(Library.ofThePaper(6).files());
    }

    @Test
    void noKeywordIsAnotherNorTheFoldersName() {
        List<String> keywords = Library.ofThePaper(1).keywords();

        assertThat(keywords).doesNotHaveDuplicates().doesNotContain("music").allMatch(word -> word.matches("[a-z]+"));
    }

    @Test
    void contentsAndTheirDigestsDiffer() {
        Set<String> digests = new HashSet<>();
        Library.ofThePaper(1).files().forEach(file -> digests.add(file.digest()));

        assertThat(digests).hasSize(120);
    }

    @Test
    void classesThatDoNotCoverTheSameFilesAreRefused() {
        assertThatThrownBy(() -> Library.of(List.of(new Popularity(6, 20), new Popularity(10, 11)), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not cover");
    }
}
