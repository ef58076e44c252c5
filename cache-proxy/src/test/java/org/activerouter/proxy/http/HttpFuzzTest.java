package org.activerouter.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The readers take any bytes; with {@code JAZZER_FUZZ=1} a fuzzer looks for some that they do not. */
class HttpFuzzTest {
    private static final String[] MESSAGES = {
        "POST /a?b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nT: v\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        "PUT / HTTP/1.1\r\nHost: [::1]:80\r\nContent-Length: 10\r\nConnection: keep-alive, close\r\n\r\n0123456789",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nVary: *\r\n\r\nabcHTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.0 304 Not Modified\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
    };

    private final HeadParser parser = new HeadParser(32 << 10);

    @FuzzTest(maxDuration = "5m")
    @DictionaryEntries({
        "HTTP/1.1",
        "\r\n",
        "\r\n\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Content-Length: ",
        "Host: ",
        "Connection: close, upgrade\r\n",
        "GET / HTTP/1.1\r\n",
        "HTTP/1.1 200 OK\r\n",
        "0\r\n\r\n"
    })
    void anyBytesAreReadOrRefused(byte[] bytes) {
        read(bytes);
    }

    @Test
    void messagesThatWereChangedAnywhereAreReadOrRefused() {
        Random random = new Random(11);
        for (int round = 0; round < 40_000; round++) {
            byte[] bytes = MESSAGES[round % MESSAGES.length].getBytes(StandardCharsets.ISO_8859_1);
            for (int i = random.nextInt(4); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            read(bytes);
        }
    }

    private void read(byte[] bytes) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        FirstLine.isForeign(in);
        int length = parser.find(in);
        assertThat(length).isLessThanOrEqualTo(bytes.length);
        if (length <= 0) {
            return;
        }
        Fault request = parser.request();
        if (request == null) {
            assertThat(parser.target()).isNotEmpty();
            assertThat(parser.fields().chunked() && parser.fields().length() >= 0)
                    .isFalse();
        }
        boolean chunked = parser.fields().chunked();
        Fault answer = parser.answer();
        if (answer == null) {
            assertThat(parser.status()).isBetween(100, 999);
        }
        assertThat(request == null && answer == null).isFalse();
        body(in.slice(length, bytes.length - length), chunked);
    }

    /** A body ends at the same byte however it is cut. */
    private static void body(ByteBuf in, boolean chunked) {
        Body whole = body(chunked);
        Body single = body(chunked);
        int taken = whole.take(in);
        int one = 0;
        for (int i = 0; i < in.readableBytes() && !single.done() && !single.broken(); i++) {
            one += single.take(in.slice(i, 1));
        }
        assertThat(one).isEqualTo(taken);
        assertThat(single.done()).isEqualTo(whole.done());
        assertThat(single.broken()).isEqualTo(whole.broken());
    }

    private static Body body(boolean chunked) {
        Body body = new Body();
        if (chunked) {
            body.chunked();
        } else {
            body.length(7);
        }
        return body;
    }
}
