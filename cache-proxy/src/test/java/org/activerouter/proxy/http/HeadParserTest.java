package org.activerouter.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Heads, as they should be and as they should not; {@code |} stands for a line's end. */
class HeadParserTest {
    private final HeadParser parser = new HeadParser(32 << 10);

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(
                text.replace("|", "\r\n")
                        .replace("\\0", "\0")
                        .replace("\\n", "\n")
                        .replace("\\r", "\r"),
                StandardCharsets.ISO_8859_1);
    }

    private Fault request(String text) {
        ByteBuf in = bytes(text);
        assertThat(parser.find(in)).isEqualTo(in.readableBytes());
        return parser.request();
    }

    private Fault answer(String text) {
        ByteBuf in = bytes(text);
        assertThat(parser.find(in)).isEqualTo(in.readableBytes());
        return parser.answer();
    }

    @Test
    void whatARequestSaysIsRead() {
        assertThat(
                        request(
                                "GET /a?b=c HTTP/1.1|Host: example.org:8080|Accept: */*|Accept:  text/html |Connection: Keep-Alive, close||"))
                .isNull();
        assertThat(parser.isMethod("GET")).isTrue();
        assertThat(parser.isMethod("GE")).isFalse();
        assertThat(parser.target()).isEqualTo("/a?b=c");
        assertThat(parser.persists()).isFalse();
        assertThat(parser.fields().find("accept")).isEqualTo("*/*, text/html");
        assertThat(parser.fields().find("cookie")).isNull();
        assertThat(parser.fields().length()).isEqualTo(-1);
    }

    @Test
    void whatAnAnswerSaysIsRead() {
        assertThat(answer("HTTP/1.1 404 Not Found|Content-Length: 12||")).isNull();
        assertThat(parser.status()).isEqualTo(404);
        assertThat(parser.fields().length()).isEqualTo(12);
        assertThat(parser.persists()).isTrue();
    }

    @Test
    void aHeadIsFoundWhereverItIsCut() {
        ByteBuf whole = bytes("POST / HTTP/1.1|Host: a|X: " + "y".repeat(3000) + "|Content-Length: 3||abc");
        int length = whole.readableBytes() - 3;
        for (int cut = 0; cut < length; cut++) {
            assertThat(parser.find(whole.slice(0, cut))).isEqualTo(HeadParser.MORE);
        }
        assertThat(parser.find(whole)).isEqualTo(length);
        assertThat(parser.request()).isNull();
        assertThat(parser.fields().length()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "HTTP/1.1 close connection ! GET / HTTP/1.1|Host: a|Connection: close||! false",
                "HTTP/1.1 ! GET / HTTP/1.1|Host: a||! true",
                "HTTP/1.0 ! GET / HTTP/1.0|| ! false",
                "HTTP/1.0 keep-alive ! GET / HTTP/1.0|Connection: keep-alive|| ! true",
                "HTTP/1.0 keep-alive in a list ! GET / HTTP/1.0|Connection: TE ,  Keep-Alive|| ! true"
            })
    void aConnectionPersists(String what, String text, boolean persists) {
        assertThat(request(text)).as(what).isNull();
        assertThat(parser.persists()).as(what).isEqualTo(persists);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "two spaces                 ! GET  / HTTP/1.1|Host: a||                                            ! START_LINE",
                "a space in the target      ! GET /a b HTTP/1.1|Host: a||                                          ! START_LINE",
                "another version            ! GET / HTTP/1.2|Host: a||                                             ! START_LINE",
                "small letters              ! GET / http/1.1|Host: a||                                             ! START_LINE",
                "NUL in the target          ! GET /\\0 HTTP/1.1|Host: a||                                          ! START_LINE",
                "no slash                   ! GET index.html HTTP/1.1|Host: a||                                    ! START_LINE",
                "asterisk of GET            ! GET * HTTP/1.1|Host: a||                                             ! START_LINE",
                "bare line feed             ! GET / HTTP/1.1\\nHost: a||                                           ! START_LINE",
                "bare line feed in fields   ! GET / HTTP/1.1|Host: a\\nX: y||                                      ! FIELD",
                "bare carriage return       ! GET / HTTP/1.1|Host: a|X: a\\rb||                                    ! FIELD",
                "blank before the colon     ! GET / HTTP/1.1|Host: a|Content-Length : 1||                          ! FIELD",
                "continued line             ! GET / HTTP/1.1|Host: a|X: y|  z||                                    ! FIELD",
                "continued first line       ! GET / HTTP/1.1|  Host: a||                                           ! FIELD",
                "NUL in a value             ! GET / HTTP/1.1|Host: a|X: \\0||                                      ! FIELD",
                "NUL in a name              ! GET / HTTP/1.1|Host: a|X\\0: y||                                     ! FIELD",
                "no colon                   ! GET / HTTP/1.1|Host: a|nonsense||                                    ! FIELD",
                "no name                    ! GET / HTTP/1.1|Host: a|: y||                                         ! FIELD",
                "no host                    ! GET / HTTP/1.1||                                                     ! HOST",
                "two hosts                  ! GET / HTTP/1.1|Host: a|Host: a||                                     ! HOST",
                "a host that is none        ! GET / HTTP/1.1|Host: a/b||                                           ! HOST",
                "a host with a user         ! GET / HTTP/1.1|Host: a@b||                                           ! HOST",
                "two lengths                ! POST / HTTP/1.1|Host: a|Content-Length: 1|Content-Length: 2||        ! LENGTH",
                "the same length twice      ! POST / HTTP/1.1|Host: a|Content-Length: 1|Content-Length: 1||        ! LENGTH",
                "a list of lengths          ! POST / HTTP/1.1|Host: a|Content-Length: 1, 1||                       ! LENGTH",
                "a signed length            ! POST / HTTP/1.1|Host: a|Content-Length: +1||                         ! LENGTH",
                "a hexadecimal length       ! POST / HTTP/1.1|Host: a|Content-Length: 0x1||                        ! LENGTH",
                "an empty length            ! POST / HTTP/1.1|Host: a|Content-Length:||                            ! LENGTH",
                "a length beyond all        ! POST / HTTP/1.1|Host: a|Content-Length: 18446744073709551617||       ! LENGTH",
                "length and coding          ! POST / HTTP/1.1|Host: a|Content-Length: 1|Transfer-Encoding: chunked|| ! LENGTH",
                "coding and length          ! POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked|Content-Length: 1|| ! LENGTH",
                "unknown coding             ! POST / HTTP/1.1|Host: a|Transfer-Encoding: xchunked||                ! TRANSFER_CODING",
                "coding beside chunked      ! POST / HTTP/1.1|Host: a|Transfer-Encoding: gzip, chunked||           ! TRANSFER_CODING",
                "chunked twice              ! POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked|Transfer-Encoding: chunked|| ! TRANSFER_CODING",
                "chunked hidden             ! POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked|Transfer-Encoding: x|| ! TRANSFER_CODING",
                "chunked not the last       ! POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked, identity||       ! TRANSFER_CODING",
                "chunked in HTTP/1.0        ! POST / HTTP/1.0|Host: a|Transfer-Encoding: chunked||                 ! TRANSFER_CODING",
                "coding after a vertical tab ! POST / HTTP/1.1|Host: a|Transfer-Encoding: \u000Bchunked||          ! FIELD"
            })
    void aRequestThatTwoReadersCouldTakeDifferentlyIsRefused(String what, String text, Fault fault) {
        assertThat(request(text)).as(what).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "absolute form              ! GET http://other.example/x HTTP/1.1|Host: a||",
                "asterisk                   ! OPTIONS * HTTP/1.1|Host: a||",
                "authority                  ! CONNECT a:443 HTTP/1.1|Host: a:443||",
                "empty host                 ! GET / HTTP/1.1|Host:||",
                "host of IPv6               ! GET / HTTP/1.1|Host: [2001:db8::1]:80||",
                "tab around a value         ! GET / HTTP/1.1|Host:\ta\t||",
                "UTF-8 in the target        ! GET /\u00C3\u00A4 HTTP/1.1|Host: a||",
                "chunked in capitals        ! POST / HTTP/1.1|Host: a|Transfer-Encoding: CHUNKED||",
                "a name of marks            ! GET / HTTP/1.1|Host: a|#$%&'*+-.^_`~: y||"
            },
            quoteCharacter = '"')
    void aRequestThatIsOnlyUnusualIsTaken(String what, String text) {
        assertThat(request(text.strip())).as(what).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "no version        ! 200 OK||",
                "two digits        ! HTTP/1.1 20 OK||",
                "four digits       ! HTTP/1.1 2000 OK||",
                "below one hundred ! HTTP/1.1 099 X||",
                "other version     ! HTTP/2.0 200 OK||",
                "two lengths       ! HTTP/1.1 200 OK|Content-Length: 1|Content-Length: 2||",
                "length and coding ! HTTP/1.1 200 OK|Content-Length: 1|Transfer-Encoding: chunked||",
                "continued line    ! HTTP/1.1 200 OK|X: y|  z||",
                "line feeds only   ! HTTP/1.1 200 OK\\nX: y\\n\\n"
            })
    void anAnswerThatIsNoneIsSeen(String what, String text) {
        assertThat(answer(text.strip())).as(what).isNotNull();
    }

    @Test
    void anAnswerNeedNoPhraseNorItsBlank() {
        assertThat(answer("HTTP/1.1 200||")).isNull();
        assertThat(answer("HTTP/1.0 200 ||")).isNull();
        assertThat(answer("HTTP/1.1 200 OK|Transfer-Encoding: gzip, chunked||")).isNull();
        assertThat(parser.fields().chunked()).isTrue();
    }

    @Test
    void aHeadThatIsTooLongIsNotWaitedFor() {
        assertThat(parser.find(bytes("GET / HTTP/1.1|Host: a|X: " + "y".repeat(40_000))))
                .isEqualTo(-1);
        assertThat(request("GET / HTTP/1.1|Host: a|" + "X: y|".repeat(Fields.MOST) + "|"))
                .isEqualTo(Fault.HEAD_SIZE);
    }
}
