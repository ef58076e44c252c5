package org.activerouter.analyzer.opennap;

import static org.activerouter.capture.Direction.FROM_CLIENT;
import static org.activerouter.capture.Direction.FROM_SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import org.activerouter.analyzer.jxta.Jxta;
import org.activerouter.analyzer.protocol.Protocol;
import org.activerouter.capture.Direction;
import org.junit.jupiter.api.Test;

class OpenNapTest {
    private static int recognise(Direction from, byte[]... messages) {
        ByteBuffer bytes = ByteBuffer.wrap(Messages.all(messages));
        int recognised = new OpenNap().recognise(from, bytes);
        assertThat(bytes.position()).isZero();
        return recognised;
    }

    @Test
    void theProtocolIsFoundByItsServiceLine() {
        List<String> ids = ServiceLoader.load(Protocol.class).stream()
                .map(p -> p.get().id())
                .toList();
        assertThat(ids).contains("opennap", "jxta");
        assertThat(new OpenNap().defaultPorts()).containsExactly(8888);
        assertThat(new Jxta().defaultPorts()).containsExactly(9700);
    }

    @Test
    void aClientIsRecognisedByItsLogInAndWhatFollows() {
        assertThat(recognise(FROM_CLIENT, Messages.logIn("a"))).isEqualTo(1);
        assertThat(recognise(FROM_CLIENT, Messages.message(7, "a"), Messages.logIn("a"), Messages.search("x")))
                .isEqualTo(3);
    }

    @Test
    void aServerIsRecognisedByItsWelcome() {
        assertThat(recognise(FROM_SERVER, Messages.welcome())).isEqualTo(5);
        assertThat(recognise(FROM_SERVER, Messages.message(8, ""))).isEqualTo(1);
    }

    @Test
    void anUnfinishedMessageIsNotCounted() {
        assertThat(recognise(FROM_CLIENT, Messages.logIn("a"), new byte[] {10, 0, (byte) 200, 0, 'F'}))
                .isEqualTo(1);
        assertThat(recognise(FROM_CLIENT, new byte[] {10, 0, 2})).isZero();
    }

    @Test
    void messagesBehindAnUnknownOneAreNotCounted() {
        assertThat(recognise(FROM_CLIENT, Messages.logIn("a"), Messages.message(9999, "x"), Messages.search("x")))
                .isEqualTo(1);
    }

    @Test
    void whatCannotBeOpenNapIsSaid() {
        assertThat(recognise(FROM_CLIENT, Messages.search("x"))).isNegative();
        assertThat(recognise(FROM_CLIENT, Messages.message(2, "a"))).isNegative();
        assertThat(recognise(FROM_CLIENT, Messages.logIn("a"), Messages.message(200, "\u0001")))
                .isNegative();
        assertThat(recognise(FROM_SERVER, "127.0.0.1:8888\n".getBytes(StandardCharsets.US_ASCII)))
                .isNegative();
        assertThat(recognise(FROM_CLIENT, "GET / HTTP/1.0\r\n".getBytes(StandardCharsets.US_ASCII)))
                .isNegative();
    }

    @Test
    void noiseIsHardlyEverRecognisedAndNeverTwice() {
        Random random = new Random(11);
        byte[] noise = new byte[200];
        for (int i = 0; i < 50_000; i++) {
            random.nextBytes(noise);
            assertThat(new OpenNap().recognise(FROM_CLIENT, ByteBuffer.wrap(noise)))
                    .isLessThan(1);
            assertThat(new OpenNap().recognise(FROM_SERVER, ByteBuffer.wrap(noise)))
                    .isLessThan(2);
        }
    }
}
