package org.activerouter.proxy.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Byte for byte, little-endian; that the kernel takes them is shown by {@code TakeoverIT}. */
class DiagMessageTest {
    private static final InetSocketAddress LOCAL = new InetSocketAddress("10.82.2.2", 40_000);
    private static final InetSocketAddress REMOTE = new InetSocketAddress("10.82.1.10", 8888);
    private static final String FOUND = """
            58000000 1400 0000 00000000 2a000000 02060000
            9c40 22b8 0a520202 000000000000000000000000 0a52010a 000000000000000000000000 00000000 0807060504030201
            1234000000000000000000000000000000000000
            """;

    private final ByteBuffer out = ByteBuffer.allocate(DiagMessage.QUESTION_BYTES);

    private static ByteBuffer bytes(String words) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(words.replaceAll("\\s", "")));
    }

    @Test
    void asksForOneSocketInWhateverState() {
        DiagMessage.ask(out, LOCAL, REMOTE);
        assertThat(out.flip()).isEqualTo(bytes("""
                48000000 1400 0100 00000000 00000000
                02 06 00 00 ffffffff
                9c40 22b8 0a520202 000000000000000000000000 0a52010a 000000000000000000000000 00000000 ffffffffffffffff
                """));
    }

    @Test
    void endsTheVerySocketThatWasFound() {
        DiagMessage.destroy(out, LOCAL, REMOTE, DiagMessage.cookie(found()));
        assertThat(out.flip()).isEqualTo(bytes("""
                48000000 1500 0500 00000000 00000000
                02 06 00 00 ffffffff
                9c40 22b8 0a520202 000000000000000000000000 0a52010a 000000000000000000000000 00000000 0807060504030201
                """));
    }

    @Test
    void asksForNoSocketAtAll() {
        DiagMessage.askForNone(out, DiagMessage.TCP);
        assertThat(out.flip()).isEqualTo(bytes("""
                48000000 1400 0103 00000000 00000000
                02 06 00 00 00000000
                0000 0000 00000000 000000000000000000000000 00000000 000000000000000000000000 00000000 ffffffffffffffff
                """));
    }

    @Test
    void onlyAnEndWithoutAnErrorIsOne() {
        assertThat(DiagMessage.isDone(bytes("14000000 0300 0200 00000000 2a000000 00000000")))
                .isTrue();
        assertThat(DiagMessage.isDone(bytes("14000000 0300 0200 00000000 2a000000 feffffff")))
                .isFalse();
        assertThat(DiagMessage.isDone(bytes("14000000 0200 0000 00000000 2a000000 00000000")))
                .isFalse();
        assertThat(DiagMessage.isDone(bytes("14000000 0300 0200 00000000 2a000000")))
                .isFalse();
    }

    @Test
    void readsTheState() {
        assertThat(DiagMessage.state(found())).isEqualTo(6);
    }

    @Test
    void whatIsShortOrOfAnotherKindTellsOfNoState() {
        assertThat(DiagMessage.state(found().limit(87))).isZero();
        assertThat(DiagMessage.state(found().limit(0))).isZero();
        assertThat(DiagMessage.state(bytes(FOUND.replaceFirst("1400", "0200")))).isZero();
    }

    private static ByteBuffer found() {
        ByteBuffer found = bytes(FOUND);
        assertThat(DiagMessage.state(found)).isPositive();
        return found;
    }
}
