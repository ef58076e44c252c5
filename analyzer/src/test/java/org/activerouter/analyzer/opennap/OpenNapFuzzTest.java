package org.activerouter.analyzer.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.analyzer.protocol.Conversation.Reading;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Asked;
import org.activerouter.analyzer.protocol.Observation.Ended;
import org.activerouter.capture.Direction;

/** Runs as a plain test on the kept inputs; with {@code JAZZER_FUZZ=1} it looks for new ones. */
class OpenNapFuzzTest {
    @FuzzTest(maxDuration = "5m")
    @DictionaryEntries({
        "\u0002\u0000",
        "\u0003\u0000",
        "\u00c8\u0000",
        "\u00c9\u0000",
        "\u00ca\u0000",
        "\u0094\u0001",
        "m\u0002",
        "FILENAME CONTAINS \"a\"",
        "\"a.mp3\" 0 1 2 3 4 nick 5 6",
        "nick pw 1 \"client\" 4 \"\" 0 6",
        "\"a@b\" 6"
    })
    void aConversationNeverThrowsAndEndsEachSearchOnce(FuzzedDataProvider data) {
        List<Observation> facts = new ArrayList<>();
        Conversation conversation = new OpenNap().open(null, data.consumeBoolean(), facts::add);
        long now = 0;
        while (data.remainingBytes() > 0) {
            now += data.consumeInt(-10, 1000) * (data.consumeBoolean() ? 1L : 1_000_000_000L);
            step(conversation, data, now);
        }
        conversation.closed(now);
        Talk.check(facts);
        assertThat(Talk.only(Ended.class, facts)).hasSameSizeAs(Talk.only(Asked.class, facts));
        int told = facts.size();
        assertThat(conversation.bytes(Direction.FROM_CLIENT, ByteBuffer.wrap(Messages.search("a")), now))
                .isIn(Reading.OPAQUE, Reading.NOT_MINE);
        conversation.closed(now);
        assertThat(facts).hasSize(told);
    }

    private static void step(Conversation conversation, FuzzedDataProvider data, long now) {
        Direction from = data.consumeBoolean() ? Direction.FROM_CLIENT : Direction.FROM_SERVER;
        switch (data.consumeInt(0, 15)) {
            case 0 -> conversation.gap(from, data.consumeLong(1, 3000), now);
            case 1 -> conversation.tainted(from, now);
            case 2, 3, 4, 5 -> give(conversation, Direction.FROM_CLIENT, Messages.search(word(data)), now);
            case 6, 7, 8 -> give(conversation, Direction.FROM_SERVER, Messages.result(word(data)), now);
            case 9, 10 -> give(conversation, Direction.FROM_SERVER, Messages.end(), now);
            case 11 -> give(conversation, Direction.FROM_SERVER, Messages.error(word(data)), now);
            case 12 -> give(conversation, from, Messages.message(data.consumeInt(0, 1000), data.consumeBytes(40)), now);
            case 13 -> give(conversation, from, Messages.motd(word(data)), now);
            default -> give(conversation, from, data.consumeBytes(60), now);
        }
    }

    private static String word(FuzzedDataProvider data) {
        return data.pickValue(new String[] {"alpha", "bravo", "charlie", "alpha bravo", "search", ""});
    }

    private static void give(Conversation conversation, Direction from, byte[] bytes, long now) {
        conversation.bytes(from, ByteBuffer.wrap(bytes), now);
    }

    @FuzzTest(maxDuration = "5m")
    @DictionaryEntries({
        "FILENAME",
        "CONTAINS",
        "EXCLUDES",
        "MAX_RESULTS",
        "BITRATE",
        "\"AT LEAST\"",
        "\"AT BEST\"",
        "\"EQUAL TO\"",
        "LINESPEED",
        "TYPE",
        "LOCAL_ONLY",
        "SIZE",
        "\"a -b\""
    })
    void aSearchIsReadOrRefusedWithAReasonFitToBeShown(byte[] data) {
        SearchRequest request = SearchRequest.read(ByteBuffer.wrap(data), 0, data.length);
        switch (request) {
            case SearchRequest.Invalid invalid ->
                assertThat(invalid.reason()).isNotEmpty().hasSizeLessThan(100).doesNotContainPattern("\\p{Cntrl}");
            case SearchQuery query -> {
                assertThat(query.words()).isNotEmpty().allSatisfy(OpenNapFuzzTest::isWord);
                assertThat(query.excluded()).allSatisfy(OpenNapFuzzTest::isWord);
                assertThat(SearchRequest.read(ByteBuffer.wrap(data), 0, data.length))
                        .isEqualTo(query);
            }
        }
    }

    private static void isWord(String word) {
        assertThat(word).isNotEmpty();
        assertThat(word.chars().allMatch(WireText::isWordCharacter)).isTrue();
    }

    @FuzzTest(maxDuration = "5m")
    void howAStreamIsCutChangesNothing(FuzzedDataProvider data) {
        Talk talk = data.consumeBoolean() ? Talk.fromStart() : Talk.fromTheMiddle();
        long now = 0;
        while (data.remainingBytes() > 0 && now < 60) {
            Direction from = data.consumeBoolean() ? Direction.FROM_CLIENT : Direction.FROM_SERVER;
            byte[] bytes = switch (data.consumeInt(0, 7)) {
                case 0 -> Messages.search(word(data));
                case 1 -> Messages.all(Messages.result(word(data)), Messages.end());
                case 2 -> Messages.end();
                case 3 -> Messages.error(word(data));
                case 4 -> Messages.motd(word(data));
                case 5 -> Messages.message(data.consumeInt(0, 1000), data.consumeBytes(30));
                default -> data.consumeBytes(50);
            };
            if (bytes.length > 0) {
                talk.bytes(from, now++, bytes);
            }
            if (data.consumeInt(0, 9) == 0) {
                talk.gap(from, data.consumeInt(1, 200), now++);
            }
        }
        talk.closed(now).observed();
    }
}
