package org.activerouter.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Collectors;
import org.activerouter.proxy.http.cache.HttpCache;
import org.activerouter.proxy.http.cache.HttpCacheSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that two readers could take differently, each with a request hidden in it and followed by an honest one. The server keeps
 * what it gets: either it gets all of it as it was sent, or the request is refused and nothing that was hidden or follows reaches it.
 * {@code |} stands for a line's end.
 */
@Timeout(60)
class DesynchronisingTest {
    private static final String MARKER = "GET /marker HTTP/1.1\r\nHost: a\r\n\r\n";

    private static String text(String written) {
        return written.strip()
                .replace("|", "\r\n")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\0", "\0")
                .replace("\\v", "\u000B");
    }

    private static String heard(Origin origin) {
        return origin.wires().stream().map(Origin.Wire::all).collect(Collectors.joining());
    }

    private static volatile String answer;
    private static Origin origin;
    private static Proxy proxy;

    @BeforeAll
    static void begin() throws IOException {
        origin = Origin.with((request, wire) -> {
            wire.say(answer);
            return true;
        });
        proxy = new Proxy(HttpLimits.defaults(), origin.endpoint(), new HttpCache(HttpCacheSettings.defaults()));
    }

    @BeforeEach
    void forget() {
        answer = Origin.answer("ok");
        origin.forget();
    }

    @AfterAll
    static void end() throws Exception {
        proxy.close();
        origin.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '!',
            value = {
                "conflicting lengths             ! POST / HTTP/1.1|Host: a|Content-Length: 0|Content-Length: 40||GET /evil HTTP/1.1|Host: a||        ! 400",
                "conflicting lengths in a list   ! POST / HTTP/1.1|Host: a|Content-Length: 0, 40||GET /evil HTTP/1.1|Host: a||                      ! 400",
                "length before coding            ! POST / HTTP/1.1|Host: a|Content-Length: 4|Transfer-Encoding: chunked||1e|GET /evil HTTP/1.1|Host: a||0|| ! 400",
                "coding before length            ! POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked|Content-Length: 4||0||GET /evil HTTP/1.1|Host: a|| ! 400",
                "coding with a blank             ! POST / HTTP/1.1|Host: a|Transfer-Encoding : chunked||0||GET /evil HTTP/1.1|Host: a||              ! 400",
                "coding after a vertical tab     ! POST / HTTP/1.1|Host: a|Transfer-Encoding:\\vchunked||0||GET /evil HTTP/1.1|Host: a||            ! 400",
                "coding on a continued line      ! POST / HTTP/1.1|Host: a|Transfer-Encoding:| chunked||0||GET /evil HTTP/1.1|Host: a||              ! 400",
                "coding behind a bare feed       ! POST / HTTP/1.1|Host: a|X: y\\nTransfer-Encoding: chunked||0||GET /evil HTTP/1.1|Host: a||        ! 400",
                "coding behind a bare return     ! POST / HTTP/1.1|Host: a|X: y\\rTransfer-Encoding: chunked||0||GET /evil HTTP/1.1|Host: a||        ! 400",
                "coding that is almost           ! POST / HTTP/1.1|Host: a|Transfer-Encoding: xchunked||0||GET /evil HTTP/1.1|Host: a||              ! 400",
                "coding twice                    ! POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked|Transfer-Encoding: identity||0||GET /evil HTTP/1.1|Host: a|| ! 400",
                "coding in HTTP/1.0              ! POST / HTTP/1.0|Host: a|Transfer-Encoding: chunked||0||GET /evil HTTP/1.1|Host: a||              ! 400",
                "NUL in a name                   ! GET / HTTP/1.1|Host: a|X\\0: y||GET /evil HTTP/1.1|Host: a||                                     ! 400",
                "NUL in a value                  ! GET / HTTP/1.1|Host: a|X: \\0||GET /evil HTTP/1.1|Host: a||                                      ! 400",
                "two hosts                       ! GET / HTTP/1.1|Host: a|Host: b||                                                                ! 400",
                "no host                         ! GET / HTTP/1.1||                                                                                ! 400",
                "a host that is none             ! GET / HTTP/1.1|Host: a/../b||                                                                   ! 400",
                "blank before a field            ! GET / HTTP/1.1| Host: a||                                                                       ! 400",
                "a line that ends with a feed    ! GET / HTTP/1.1\\nHost: a\\n\\nGET /evil HTTP/1.1|Host: a||                                       ! 400",
                "two targets                     ! GET / /evil HTTP/1.1|Host: a||                                                                  ! 400"
            })
    void aRequestIsRefusedAndNothingBehindItIsBelieved(String what, String written, int status) throws Exception {
        String said = proxy.ask(text(written) + MARKER);
        assertThat(said).startsWith("HTTP/1.1 " + status + " ").contains("Connection: close\r\n");
        assertThat(said.split("HTTP/1\\.1 ", -1)).hasSize(2);
        assertThat(heard(origin)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '!',
            value = {
                "length that is none         ! g|GET /evil HTTP/1.1|Host: a||0||",
                "signed length               ! -1|GET /evil HTTP/1.1|Host: a||0||",
                "hexadecimal mark            ! 0x1e|GET /evil HTTP/1.1|Host: a||0||",
                "blank before the length     !  |GET /evil HTTP/1.1|Host: a||0||",
                "length beyond all numbers   ! fffffffffffffffff0|GET /evil HTTP/1.1|Host: a||0||",
                "chunk longer than it says   ! 1|xGET /evil HTTP/1.1|Host: a||0||",
                "bare feed behind the length ! 0\\n\\nGET /evil HTTP/1.1|Host: a||",
                "bare feed behind the chunk  ! 1|x\\n0||GET /evil HTTP/1.1|Host: a||",
                "bare return in an extension ! 1;x\\ry|x|0||GET /evil HTTP/1.1|Host: a||",
                "NUL in an extension         ! 1;\\0|x|0||GET /evil HTTP/1.1|Host: a||",
                "no colon in a trailer       ! 0|GET /evil HTTP/1.1|Host: a||",
                "continued trailer           ! 0|X: y| z||GET /evil HTTP/1.1|Host: a||"
            })
    void aBodyOfBadChunksEndsTheConnectionWhereItBreaks(String what, String chunks) throws Exception {
        String head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        String input = head + text(chunks) + MARKER;
        assertThat(proxy.ask(input)).startsWith("HTTP/1.1 400 ");
        assertThat(input).startsWith(heard(origin));
        assertThat(heard(origin))
                .doesNotContain("/evil HTTP/1.1\r\nHost: a\r\n\r\n")
                .doesNotContain("/marker");
        assertThat(origin.requests()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '!',
            value = {
                "absolute form with another Host ! GET http://other.example/ HTTP/1.1|Host: a||                                              ! 1",
                "wrong Host                      ! GET / HTTP/1.1|Host: other.example||                                                    ! 1",
                "a body for GET                  ! GET / HTTP/1.1|Host: a|Content-Length: 36||GET /evil HTTP/1.1|Host: abcdef||!             1",
                "a chunked body for GET          ! GET / HTTP/1.1|Host: a|Transfer-Encoding: chunked||1f|GET /evil HTTP/1.1|Host: abc||0||  ! 1",
                "extensions and trailers         ! POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked||1;a=b;c=\"d e\"|x|0|T: v||            ! 1",
                "an empty line before it         ! GET / HTTP/1.1|Host: a||                                                                ! 1",
                "a length with zeros             ! POST / HTTP/1.1|Host: a|Content-Length: 0001||x                                         ! 1",
                "a name that looks like one      ! POST / HTTP/1.1|Host: a|Content-Length: 1|Content_Length: 40|X-Transfer-Encoding: chunked||x ! 1",
                "Expect of something else        ! GET / HTTP/1.1|Host: a|Expect: nothing||                                                ! 1",
                "a method of one's own           ! PURGE / HTTP/1.1|Host: a||                                                              ! 1"
            })
    void aRequestThatIsOnlyUnusualPassesAsItIs(String what, String written, int requests) throws Exception {
        String input = text(written) + MARKER;
        assertThat(proxy.ask(input)).isEqualTo(Origin.answer("ok").repeat(requests + 1));
        assertThat(heard(origin)).isEqualTo(input);
    }

    @ParameterizedTest
    @ValueSource(ints = {33_000, 1_000_000})
    void aHeadThatIsTooLongIsRefused(int length) throws Exception {
        String said = proxy.ask("GET / HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(length) + "\r\n\r\n" + MARKER);
        assertThat(said).startsWith("HTTP/1.1 431 ");
        assertThat(heard(origin)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '!',
            value = {
                "conflicting lengths ! HTTP/1.1 200 OK|Content-Length: 0|Content-Length: 50||HTTP/1.1 200 OK|Content-Length: 4||evil",
                "length and coding   ! HTTP/1.1 200 OK|Content-Length: 50|Transfer-Encoding: chunked||0||HTTP/1.1 200 OK|Content-Length: 4||evil",
                "a bare feed         ! HTTP/1.1 200 OK\\nContent-Length: 0\\n\\nHTTP/1.1 200 OK|Content-Length: 4||evil",
                "NUL in a field      ! HTTP/1.1 200 OK|X: \\0||evil",
                "a continued line    ! HTTP/1.1 200 OK|X: y| Content-Length: 4||evil",
                "no protocol         ! evil||",
                "another protocol    ! HTTP/1.1 101 Switching Protocols|Upgrade: evil||evil"
            })
    void anAnswerThatIsNoneIsNotPassedOn(String what, String written) throws Exception {
        answer = text(written);
        assertThat(proxy.ask(MARKER)).startsWith("HTTP/1.1 502 ").doesNotContain("evil");
    }
}
