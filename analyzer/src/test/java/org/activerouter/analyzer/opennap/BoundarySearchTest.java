package org.activerouter.analyzer.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.activerouter.capture.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoundarySearchTest {
    private static final int GREATEST = 0xFFFF;

    @ParameterizedTest
    @EnumSource(Direction.class)
    void noBoundaryIsFoundInNoise(Direction from) {
        Random random = new Random(1);
        byte[] noise = new byte[60_000];
        for (int i = 0; i < 40; i++) {
            random.nextBytes(noise);
            assertThat(new BoundarySearch(from, GREATEST).take(ByteBuffer.wrap(noise)))
                    .isFalse();
        }
    }

    /** Small values make many headers that look legal. */
    @ParameterizedTest
    @EnumSource(Direction.class)
    void noBoundaryIsFoundInNoiseOfSmallNumbers(Direction from) {
        Random random = new Random(2);
        byte[] noise = new byte[20_000];
        for (int i = 0; i < 20; i++) {
            for (int at = 0; at < noise.length; at++) {
                noise[at] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(4));
            }
            assertThat(new BoundarySearch(from, GREATEST).take(ByteBuffer.wrap(noise)))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void noBoundaryIsFoundInText(Direction from) {
        Random random = new Random(3);
        byte[] text = new byte[60_000];
        for (int i = 0; i < 20; i++) {
            for (int at = 0; at < text.length; at++) {
                text[at] = (byte) (random.nextInt(20) == 0 ? '\n' : ' ' + random.nextInt(95));
            }
            assertThat(new BoundarySearch(from, GREATEST).take(ByteBuffer.wrap(text)))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void fromAnyByteOfAConversationOnlyATrueBoundaryIsFound(Direction from) {
        Random random = new Random(4);
        byte[][] messages = new byte[60][];
        boolean[] boundary = new boolean[60 * 200];
        int length = 0;
        for (int i = 0; i < messages.length; i++) {
            messages[i] = any(from, random);
            boundary[length] = true;
            length += messages[i].length;
        }
        byte[] all = Messages.all(messages);
        for (int start = 0; start < all.length; start++) {
            BoundarySearch search = new BoundarySearch(from, GREATEST);
            ByteBuffer rest = ByteBuffer.wrap(all, start, all.length - start);
            if (search.take(rest)) {
                int found = rest.position() - search.proof().remaining();
                assertThat(boundary[found])
                        .as("boundary at %d from %d", found, start)
                        .isTrue();
                assertThat(boundary[rest.position()] || rest.position() == all.length)
                        .isTrue();
            }
        }
    }

    private static byte[] any(Direction from, Random random) {
        if (from == Direction.FROM_CLIENT) {
            return switch (random.nextInt(5)) {
                case 0 -> Messages.share("song");
                case 1 -> Messages.message(110, "");
                case 2 -> Messages.message(208, "b");
                case 3 -> Messages.message(750, "");
                default -> Messages.search("alpha");
            };
        }
        return switch (random.nextInt(6)) {
            case 0 -> Messages.motd("");
            case 1 -> Messages.motd("You are user 4 out of 1000.");
            case 2 -> Messages.end();
            case 3 -> Messages.statistics();
            case 4 -> Messages.error("not online");
            default -> Messages.result("alpha one");
        };
    }

    @Test
    void aBoundaryBehindNoiseIsFoundWithTheByteThatCompletesItsProof() {
        byte[] noise = new byte[9_000];
        new Random(5).nextBytes(noise);
        byte[] messages = Messages.all(Messages.motd("a"), Messages.motd("b"), Messages.motd("c"));
        BoundarySearch search = new BoundarySearch(Direction.FROM_SERVER, GREATEST);
        ByteBuffer all = ByteBuffer.wrap(Messages.all(noise, messages, Messages.end()));
        assertThat(search.take(all)).isTrue();
        assertThat(all.remaining()).isEqualTo(4);
        byte[] proof = new byte[search.proof().remaining()];
        search.proof().get(proof);
        assertThat(proof).isEqualTo(messages);
    }

    @Test
    void whatLiesBeforeAGapProvesNothingBehindIt() {
        byte[] two = Messages.all(Messages.motd("a"), Messages.motd("b"));
        BoundarySearch search = new BoundarySearch(Direction.FROM_SERVER, GREATEST);
        assertThat(search.take(ByteBuffer.wrap(two))).isFalse();
        search.gap();
        assertThat(search.take(ByteBuffer.wrap(Messages.motd("c")))).isFalse();
        assertThat(search.take(ByteBuffer.wrap(two))).isTrue();
    }

    @Test
    void aRunOfEmptyMessagesCostsLittleHoweverItIsCut() {
        byte[] ends = new byte[40_000];
        for (int i = 2; i < ends.length; i += 4) {
            ends[i] = (byte) MessageType.END_OF_RESULTS;
        }
        BoundarySearch search = new BoundarySearch(Direction.FROM_SERVER, GREATEST);
        for (byte next : ends) {
            assertThat(search.take(ByteBuffer.wrap(new byte[] {next}))).isFalse();
        }
    }

    @Test
    void theSearchIsGivenUpAfterAQuarterOfAMegabyte() {
        BoundarySearch search = new BoundarySearch(Direction.FROM_CLIENT, 2048);
        byte[] nothing = new byte[256 * 1024];
        Arrays.fill(nothing, (byte) 'x');
        ByteBuffer bytes = ByteBuffer.wrap(nothing);
        assertThat(search.take(bytes)).isFalse();
        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(search.isHopeless()).isTrue();
    }
}
