package org.activerouter.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where bodies end; {@code |} stands for a line's end. */
class BodyTest {
    private final Body body = new Body();

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text.replace("|", "\r\n"), StandardCharsets.ISO_8859_1);
    }

    private static String next() {
        return "GET /next";
    }

    @Test
    void aLengthIsCountedAcrossPieces() {
        body.length(10);
        assertThat(body.take(bytes("123456"))).isEqualTo(6);
        assertThat(body.done()).isFalse();
        assertThat(body.take(bytes("7890GET /"))).isEqualTo(4);
        assertThat(body.done()).isTrue();
        assertThat(body.take(bytes("more"))).isZero();
    }

    @Test
    void anEmptyBodyIsDone() {
        body.length(0);
        assertThat(body.done()).isTrue();
    }

    @Test
    void untilTheConnectionEndsAllBelongsToIt() {
        body.untilClose();
        assertThat(body.take(bytes("abc"))).isEqualTo(3);
        assertThat(body.done()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0||",
                "3|abc|0||",
                "3|abc|A|0123456789|0||",
                "a;name=value;other=\"x y\"|0123456789|00000||",
                "3|abc|0|Digest: x|Other:||",
                "004|a|b|0||"
            })
    void chunksEndWhereTheyEndHoweverTheyAreCut(String text) {
        ByteBuf all = bytes(text + next());
        int expected = all.readableBytes() - next().length();
        body.chunked();
        assertThat(body.take(all)).isEqualTo(expected);
        assertThat(body.done()).isTrue();
        Body single = new Body();
        single.chunked();
        for (int i = 0; i < expected; i++) {
            assertThat(single.done()).isFalse();
            assertThat(single.take(all.slice(i, 1))).isEqualTo(1);
        }
        assertThat(single.done()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "|abc|0||",
                "g|abc|0||",
                "-1|a|0||",
                "+1|a|0||",
                "0x1|a|0||",
                " 1|a|0||",
                "1 |a|0||",
                "3|abcd|0||",
                "3|ab|0||",
                "3\nabc\n0\n\n",
                "3|abc\n0||",
                "1234567890123456|x",
                "1;\u0000|a|0||",
                "0|no colon||",
                "0| folded: x||",
                "0|X: \u0000||",
                "0|X: y\n\n"
            })
    void chunksThatAreNoneBreakAtTheByteThatIsWrong(String text) {
        body.chunked();
        ByteBuf all = bytes(text + "GET /next HTTP/1.1||");
        int taken = body.take(all);
        assertThat(body.broken()).isTrue();
        assertThat(taken).isLessThan(all.readableBytes());
        assertThat(all.toString(0, taken, StandardCharsets.ISO_8859_1)).doesNotContain("GET /next");
    }

    @Test
    void extensionsAndTrailersAreBounded() {
        body.chunked();
        body.take(bytes("1;" + "x".repeat(2000)));
        assertThat(body.broken()).isTrue();
        Body trailer = new Body();
        trailer.chunked();
        trailer.take(bytes("0|" + "X: y|".repeat(4000)));
        assertThat(trailer.broken()).isTrue();
    }
}
