package org.activerouter.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;

/** A client of WebSockets that says the same each time: its key is the sample of RFC 6455, its masks are zeros. */
final class PlainFrames {
    private static final String MASK = "\0\0\0\0";
    private static final String OPENING = """
            GET /chat HTTP/1.1\r
            Host: members.example\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """;

    private static final String LONG = "b".repeat((1 << 16) - 1) + "c";
    private static final String LONG_LENGTH = "\0\0\0\0\0\1\0\0";

    private PlainFrames() {}

    /** All that a server that says everything back has said, but for the date: to text, long binary, a ping, the end (section 5.2). */
    static String exchange(Socket server) throws IOException {
        String all = said(server, OPENING, "\r\n\r\n").replaceAll("Date: [^\r]*\r\n", "")
                + said(server, "\u0081\u0085" + MASK + "hello", "hello")
                + said(server, "\u0082\u00ff" + LONG_LENGTH + MASK + LONG, "c")
                + said(server, "\u0089\u0083" + MASK + "ask", "ask");
        server.getOutputStream().write(("\u0088\u0082" + MASK + "\u0003\u00e8").getBytes(ISO_8859_1));
        return all + new String(server.getInputStream().readAllBytes(), ISO_8859_1);
    }

    /** Says something, and returns what comes up to an ending. */
    private static String said(Socket server, String words, String ending) throws IOException {
        server.getOutputStream().write(words.getBytes(ISO_8859_1));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf(ending, answer.length() - ending.length()) < 0) {
            int each = server.getInputStream().read();
            assertThat(each).as("more than %s", answer).isNotNegative();
            answer.append((char) each);
        }
        return answer.toString();
    }
}
