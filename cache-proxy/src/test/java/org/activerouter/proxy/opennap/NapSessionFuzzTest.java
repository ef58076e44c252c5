package org.activerouter.proxy.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.proxy.opennap.cache.OnMiss;

/** Runs as a plain test on the kept inputs; with {@code JAZZER_FUZZ=1} it looks for new ones. */
class NapSessionFuzzTest {
    private static final String[] WORDS = {"alpha", "bravo", "alpha bravo", "", "\"", "BITRATE"};

    @FuzzTest(maxDuration = "5m")
    @DictionaryEntries({
        "\u0002\u0000",
        "\u0003\u0000",
        "\u00c8\u0000",
        "\u00c9\u0000",
        "\u00ca\u0000",
        "\u0094\u0001",
        "f\u0003",
        "FILENAME CONTAINS \"a\"",
        "\"a.mp3\" 0 1 2 3 4 nick 5 6",
        "nick pw 1 \"client\" 4 \"\" 0 6"
    })
    void sessionsNeverThrowAndHoldLittle(FuzzedDataProvider data) {
        OnMiss onMiss = data.consumeBoolean() ? OnMiss.FORWARD : OnMiss.ANSWER_FIRST;
        Laboratory lab = new Laboratory(TestSettings.with(onMiss, 5, 4), new ModelServer(5), data.consumeLong());
        List<Laboratory.Client> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(lab.connect("10.0.0." + i));
            if (data.consumeBoolean()) {
                clients.get(i).say(Nap.logIn("user" + i, i));
            }
        }
        while (data.remainingBytes() > 0) {
            step(lab, clients.get(data.consumeInt(0, 2)), data);
            assertThat(lab.cache.bytes()).isLessThan(5 << 20);
        }
        clients.forEach(Laboratory.Client::leave);
        lab.advance(Duration.ofMinutes(10));
        assertThat(lab.counts().files()).isZero();
    }

    private static void step(Laboratory lab, Laboratory.Client client, FuzzedDataProvider data) {
        switch (data.consumeInt(0, 15)) {
            case 0, 1, 2, 3 -> client.say(Nap.search(data.pickValue(WORDS)));
            case 4, 5 -> client.say(Nap.share("C:\\" + data.pickValue(WORDS) + ".mp3"));
            case 6 -> client.say(new Nap(data.consumeInt(0, 1000), data.consumeAsciiString(40)));
            case 7 -> client.sayBytes(bytes(data));
            case 8 -> client.serverSends(bytes(data));
            case 9 -> client.serverSends(new Nap(Nap.END, "").bytes());
            case 10 -> client.serverSends(new Nap(Nap.ERROR, data.pickValue(WORDS)).bytes());
            case 11 ->
                client.serverSends(new Nap(Nap.RESULT, "\"" + data.pickValue(WORDS) + "\" 0 1 2 3 4 n 5 6").bytes());
            case 12 -> lab.advance(Duration.ofMillis(data.consumeInt(0, 40_000)));
            case 13 -> client.freezeServer(data.consumeBoolean());
            case 14 -> lab.delay(Duration.ofMillis(data.consumeInt(0, 2000)));
            default -> {
                lab.serverAlive(data.consumeBoolean());
                client.serverLeaves();
            }
        }
    }

    private static ByteBuf bytes(FuzzedDataProvider data) {
        return Unpooled.wrappedBuffer(data.consumeBytes(60));
    }

    @FuzzTest(maxDuration = "5m")
    void whatIsNotOpenNapPassesByteForByte(byte[] data) {
        Laboratory lab = new Laboratory(TestSettings.cuttingAt(100), new ModelServer(100), data.length);
        Laboratory.Client client = lab.connect("10.0.0.1");
        byte[] web = "GET / HTTP/1.1\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        client.keepBytes();
        client.sayBytes(Unpooled.wrappedBuffer(web, data));
        client.serverSends(Unpooled.wrappedBuffer(data));
        assertThat(client.bytesToServer()).isEqualTo(Unpooled.wrappedBuffer(web, data));
        assertThat(client.bytesToClient()).isEqualTo(Unpooled.wrappedBuffer(data));
    }
}
