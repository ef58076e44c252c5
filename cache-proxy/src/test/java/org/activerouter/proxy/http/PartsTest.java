package org.activerouter.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartsTest {
    private static final String BODY = "abcdefghijklmnopqrstuvwxyz";

    private final StringBuilder got = new StringBuilder();
    private final Room room = new Room(20);
    private final Parts parts = parts(BODY.length());

    private Parts parts(int length) {
        Representation whole = new Representation(length, "\"tag\"", "");
        return new Parts(
                new Extent(whole, 0, length - 1),
                new SplitLimits(10, 10, 20),
                room,
                UnpooledByteBufAllocator.DEFAULT,
                bytes -> {
                    got.append(bytes.toString(ISO_8859_1));
                    bytes.release();
                });
    }

    private void come(Part part, int bytes) {
        ByteBuf in = Unpooled.copiedBuffer(BODY, ISO_8859_1);
        part.is(Part.State.COMING);
        parts.content(part, in, (int) part.next(), bytes);
        assertThat(in.refCnt()).isOne();
        in.release();
    }

    private Part next() {
        Part part = parts.next();
        assertThat(part).isNotNull();
        part.is(Part.State.ASKED);
        return part;
    }

    @Test
    void whatComesBeforeItsTurnWaitsForIt() {
        Part one = next();
        Part two = next();
        Part three = next();
        come(three, 6);
        come(two, 4);
        assertThat(got).isEmpty();
        come(one, 10);
        assertThat(got).hasToString("abcdefghijklmn");
        come(two, 6);
        assertThat(got).hasToString(BODY);
        assertThat(parts.done()).isTrue();
        assertThat(room.taken()).isZero();
    }

    @Test
    void noMoreIsBegunThanThereIsRoomForAheadOfTheClient() {
        Part one = next();
        next();
        next();
        assertThat(room.taken()).isEqualTo(20);
        assertThat(parts.next()).isNull();
        come(one, 10);
        assertThat(room.taken()).isEqualTo(20);
        parts.abandon();
        assertThat(room.taken()).isZero();
    }

    @Test
    void theFirstPartNeedsNoRoom() {
        assertThat(room.take(20)).isTrue();
        Part one = next();
        assertThat(parts.next()).isNull();
        come(one, 10);
        assertThat(next().next()).isEqualTo(10);
    }

    @Test
    void whatWasLeftIsDoneFromWhereItWasLeft() {
        next();
        Part two = next();
        come(two, 3);
        two.is(Part.State.OPEN);
        assertThat(parts.next()).isSameAs(two);
        assertThat(two.next()).isEqualTo(13);
        assertThat(two.missing()).isEqualTo(7);
    }

    @Test
    void whoSendsTheWholeGoesOnWithWhatIsNotComingYet() {
        Part one = next();
        Part two = next();
        come(one, 10);
        assertThat(parts.following(one)).isSameAs(two);
        come(two, 10);
        Part three = parts.following(two);
        assertThat(three).isNotNull();
        assertThat(three.next()).isEqualTo(20);
        come(three, 6);
        assertThat(parts.following(three)).isNull();
        assertThat(parts.done()).isTrue();
    }

    @Test
    void whoSendsTheWholeLeavesWhatIsComing() {
        Part one = next();
        Part two = next();
        come(two, 1);
        come(one, 10);
        assertThat(parts.following(one)).isNull();
        two.is(Part.State.OPEN);
        assertThat(parts.following(one))
                .as("a byte of it has come: what follows is another")
                .isNull();
    }

    @Test
    void whoSendsTheWholeLeavesWhatOthersHaveBroughtMeanwhile() {
        Part one = next();
        Part two = next();
        come(two, 10);
        come(one, 10);
        assertThat(got).hasToString("abcdefghijklmnopqrst");
        assertThat(parts.following(one))
                .as("the next byte of the whole is not the next that is wanted")
                .isNull();
        assertThat(next().next()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void inWhateverOrderPiecesComeTheWholeIsTheSame(long seed) {
        Random random = new Random(seed);
        List<Part> doing = new ArrayList<>();
        while (!parts.done()) {
            Part more = random.nextBoolean() ? parts.next() : null;
            if (more != null) {
                more.is(Part.State.ASKED);
                doing.add(more);
            } else if (!doing.isEmpty()) {
                Part some = doing.get(random.nextInt(doing.size()));
                if (some.missing() > 0) {
                    come(some, 1 + random.nextInt(some.missing()));
                }
                some.is(Part.State.OPEN);
                doing.remove(some);
            }
        }
        assertThat(got).hasToString(BODY);
        assertThat(room.taken()).isZero();
    }
}
