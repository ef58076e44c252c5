package org.activerouter.proxy.http.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.capture.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a shared cache does, a row for each behaviour: a request, its answer, and what the same request means so many seconds later.
 * Dates are Fri, 27 Nov 2026 12:00:00 GMT, which is when the first answer comes.
 */
class SharedCacheTest extends CacheAtNoon {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                // what is kept
                "9111 3      | no-store of the answer              |                           | 200 | Cache-Control: no-store, max-age=60              | 1   |                               | FETCH",
                "9111 3      | private                             |                           | 200 | Cache-Control: private, max-age=60               | 1   |                               | FETCH",
                "9111 5.2.2.7| private for a field counts for all  |                           | 200 | Cache-Control: private=\"X\", max-age=60         | 1   |                               | FETCH",
                "9111 5.2.1.5| no-store of the request             | Cache-Control: no-store   | 200 | Cache-Control: max-age=60                        | 1   |                               | FETCH",
                "9111 3      | a status that is not understood     |                           | 299 | Cache-Control: max-age=60                        | 1   |                               | FETCH",
                "9111 3.4    | a part                              |                           | 206 | Cache-Control: max-age=60 & Content-Range: bytes 0-3/9 | 1 |                            | FETCH",
                "9111 5.2.2.3| must-understand of what is          |                           | 200 | Cache-Control: must-understand, no-store, max-age=60 | 1 |                             | HIT",
                "9111 3      | an error with a lifetime            |                           | 404 | Cache-Control: max-age=60                        | 1   |                               | HIT",
                "9111 3      | neither lifetime nor validator      |                           | 200 | X: y                                             | 0   |                               | FETCH",
                "9111 3.5    | Authorization                       | Authorization: x          | 200 | Cache-Control: max-age=60                        | 1   | Authorization: x              | FETCH",
                "9111 3.5    | Authorization and public            | Authorization: x          | 200 | Cache-Control: public, max-age=60                | 1   | Authorization: y              | HIT",
                "9111 3.5    | Authorization and s-maxage          | Authorization: x          | 200 | Cache-Control: s-maxage=60                       | 1   | Authorization: y              | HIT",
                "9111 3.5    | Authorization and must-revalidate   | Authorization: x          | 200 | Cache-Control: must-revalidate, max-age=60       | 1   | Authorization: y              | HIT",
                "9111 3.5    | Authorization for what was without  |                           | 200 | Cache-Control: max-age=60                        | 1   | Authorization: x              | FETCH",
                "9111 7.3    | Set-Cookie                          |                           | 200 | Cache-Control: max-age=60 & Set-Cookie: a=b      | 1   |                               | FETCH",
                "9111 7.3    | Set-Cookie for all                  |                           | 200 | Cache-Control: public, max-age=60 & Set-Cookie: a=b | 1 |                              | HIT",
                "9111 7.3    | no guessing for who has a cookie    | Cookie: a=b               | 200 | Last-Modified: Fri, 27 Nov 2026 11:00:00 GMT & Date: Fri, 27 Nov 2026 12:00:00 GMT | 1 | | FETCH",
                "9111 3      | a tag alone of what is not guessed  |                           | 302 | ETag: \"1\"                                      | 0   |                               | FETCH",
                "9112 6.1    | coded for the way, not only in chunks |                         | 200 | Cache-Control: max-age=60 & Transfer-Encoding: gzip, chunked | 1 |                       | FETCH",
                "9110 7.8    | a wish for another protocol         |                           | 200 | Cache-Control: max-age=60                        | 1   | Connection: Upgrade & Upgrade: websocket | PASS",
                "9110 7.8    | a wish that may be passed over      |                           | 200 | Cache-Control: max-age=60                        | 1   | Connection: Upgrade, HTTP2-Settings & Upgrade: h2c | HIT",
                // how long it is fresh
                "9111 4.2.1  | max-age                             |                           | 200 | Cache-Control: max-age=60                        | 59  |                               | HIT",
                "9111 4.2.1  | max-age is over                     |                           | 200 | Cache-Control: max-age=60                        | 60  |                               | VALIDATE",
                "9111 4.2.1  | s-maxage before max-age             |                           | 200 | Cache-Control: max-age=1, s-maxage=60            | 59  |                               | HIT",
                "9111 4.2.1  | max-age before Expires              |                           | 200 | Cache-Control: max-age=60 & Expires: Fri, 27 Nov 2026 12:00:01 GMT | 59 |              | HIT",
                "9111 5.3    | Expires                             |                           | 200 | Expires: Fri, 27 Nov 2026 12:01:00 GMT & Date: Fri, 27 Nov 2026 12:00:00 GMT | 59 |    | HIT",
                "9111 5.3    | Expires is over                     |                           | 200 | Expires: Fri, 27 Nov 2026 12:01:00 GMT & Date: Fri, 27 Nov 2026 12:00:00 GMT & ETag: \"1\" | 60 | | VALIDATE",
                "9111 5.3    | Expires that is no date             |                           | 200 | Expires: 0 & ETag: \"1\"                         | 0   |                               | VALIDATE",
                "9110 5.6.7  | Expires of RFC 850                  |                           | 200 | Expires: Friday, 27-Nov-26 12:01:00 GMT & Date: Fri, 27 Nov 2026 12:00:00 GMT | 59 |   | HIT",
                "9110 5.6.7  | Expires of asctime                  |                           | 200 | Expires: Fri Nov 27 12:01:00 2026 & Date: Fri, 27 Nov 2026 12:00:00 GMT | 59 |         | HIT",
                "9111 4.2.1  | max-age twice: the stricter         |                           | 200 | Cache-Control: max-age=60, max-age=5 & ETag: \"1\" | 10 |                              | VALIDATE",
                "9111 4.2.1  | max-age that is no number           |                           | 200 | Cache-Control: max-age=1m & ETag: \"1\"          | 1   |                               | VALIDATE",
                "9111 1.2.2  | max-age beyond all numbers          |                           | 200 | Cache-Control: max-age=99999999999999999999      | 999 |                               | HIT",
                "9111 1.2.2  | max-age with zeros before it        |                           | 200 | Cache-Control: max-age=00000000060 & ETag: \"1\" | 60 |                              | VALIDATE",
                "9111 5.2    | directives in capitals and quotes   |                           | 200 | Cache-Control: MAX-AGE=\"60\"                    | 59  |                               | HIT",
                "9111 5.1    | Age that it had before              |                           | 200 | Cache-Control: max-age=60 & Age: 30              | 30  |                               | VALIDATE",
                "9111 4.2.3  | Date that lies back                 |                           | 200 | Cache-Control: max-age=60 & Date: Fri, 27 Nov 2026 11:59:30 GMT | 30 |                | VALIDATE",
                "9111 4.2.2  | a tenth of the time since a change  |                           | 200 | Last-Modified: Fri, 27 Nov 2026 11:00:00 GMT & Date: Fri, 27 Nov 2026 12:00:00 GMT | 359 | | HIT",
                "9111 4.2.2  | no longer than that                 |                           | 200 | Last-Modified: Fri, 27 Nov 2026 11:00:00 GMT & Date: Fri, 27 Nov 2026 12:00:00 GMT | 360 | | VALIDATE",
                "9111 4.2.2  | and never longer than is set        |                           | 200 | Last-Modified: Tue, 27 Nov 2001 11:00:00 GMT & Date: Fri, 27 Nov 2026 12:00:00 GMT | 600 | | VALIDATE",
                // what may be served
                "9111 5.2.2.4| no-cache of the answer              |                           | 200 | Cache-Control: no-cache, max-age=60 & ETag: \"1\" | 1  |                               | VALIDATE",
                "9111 5.2.1.4| no-cache of the request             |                           | 200 | Cache-Control: max-age=60                        | 1   | Cache-Control: no-cache       | VALIDATE",
                "9111 5.4    | Pragma                              |                           | 200 | Cache-Control: max-age=60                        | 1   | Pragma: no-cache              | VALIDATE",
                "9111 5.4    | Pragma beside Cache-Control         |                           | 200 | Cache-Control: max-age=60                        | 1   | Pragma: no-cache & Cache-Control: max-age=9 | HIT",
                "9111 5.2.1.1| max-age of the request              |                           | 200 | Cache-Control: max-age=60                        | 10  | Cache-Control: max-age=9      | VALIDATE",
                "9111 5.2.1.3| min-fresh                           |                           | 200 | Cache-Control: max-age=60                        | 10  | Cache-Control: min-fresh=51   | VALIDATE",
                "9111 5.2.1.3| min-fresh that is met               |                           | 200 | Cache-Control: max-age=60                        | 10  | Cache-Control: min-fresh=50   | HIT",
                "9111 5.2.1.2| max-stale                           |                           | 200 | Cache-Control: max-age=60                        | 70  | Cache-Control: max-stale=10   | STALE",
                "9111 5.2.1.2| staler than that                    |                           | 200 | Cache-Control: max-age=60                        | 71  | Cache-Control: max-stale=10   | VALIDATE",
                "9111 5.2.1.2| max-stale of any age                |                           | 200 | Cache-Control: max-age=60                        | 9999| Cache-Control: max-stale      | STALE",
                "9111 5.2.2.2| must-revalidate against max-stale   |                           | 200 | Cache-Control: max-age=60, must-revalidate       | 70  | Cache-Control: max-stale      | VALIDATE",
                "9111 5.2.2.8| proxy-revalidate likewise           |                           | 200 | Cache-Control: max-age=60, proxy-revalidate      | 70  | Cache-Control: max-stale      | VALIDATE",
                "9111 5.2.2.10| s-maxage likewise                  |                           | 200 | Cache-Control: s-maxage=60                       | 70  | Cache-Control: max-stale      | VALIDATE",
                "9111 5.2.1.7| only-if-cached without              |                           | 200 | Cache-Control: no-store                          | 1   | Cache-Control: only-if-cached | REFUSE",
                "9111 5.2.1.7| only-if-cached with                 |                           | 200 | Cache-Control: max-age=60                        | 1   | Cache-Control: only-if-cached | HIT",
                "5861 3      | stale while it is revalidated       |                           | 200 | Cache-Control: max-age=60, stale-while-revalidate=30 | 90 |                            | BEHIND",
                "5861 3      | that alone is reason to keep it     |                           | 200 | Cache-Control: max-age=0, stale-while-revalidate=30 | 9 |                             | BEHIND",
                "5861 3      | staler than that                    |                           | 200 | Cache-Control: max-age=60, stale-while-revalidate=30 | 91 |                            | VALIDATE",
                "9111 4.2.4  | not against must-revalidate         |                           | 200 | Cache-Control: max-age=60, must-revalidate, stale-while-revalidate=30 | 70 |           | VALIDATE",
                // Vary
                "9111 4.1    | the same for Vary                   | Accept: x                 | 200 | Cache-Control: max-age=60 & Vary: Accept         | 1   | Accept: x                     | HIT",
                "9111 4.1    | another                             | Accept: x                 | 200 | Cache-Control: max-age=60 & Vary: Accept         | 1   | Accept: y                     | FETCH",
                "9111 4.1    | blanks and parts do not matter      | Accept: x & Accept: y     | 200 | Cache-Control: max-age=60 & Vary: Accept         | 1   | Accept: x , y                 | HIT",
                "9111 4.1    | absent in both                      |                           | 200 | Cache-Control: max-age=60 & Vary: Accept, Cookie | 1   |                               | HIT",
                "9111 4.1    | absent in one                       |                           | 200 | Cache-Control: max-age=60 & Vary: Accept         | 1   | Accept: x                     | FETCH",
                "9111 4.1    | any                                 |                           | 200 | Cache-Control: max-age=60 & Vary: *              | 1   |                               | FETCH",
                "9111 4.1    | any among others                    |                           | 200 | Cache-Control: max-age=60 & Vary: Accept, *      | 1   |                               | FETCH",
                // conditions of the client
                "9111 4.3.2  | it has it already                   |                           | 200 | Cache-Control: max-age=60 & ETag: \"1\"          | 1   | If-None-Match: \"0\", \"1\"   | 304",
                "9110 8.8.3.2| weakly compared                     |                           | 200 | Cache-Control: max-age=60 & ETag: W/\"1\"        | 1   | If-None-Match: \"1\"          | 304",
                "9111 4.3.2  | any                                 |                           | 200 | Cache-Control: max-age=60                        | 1   | If-None-Match: *              | 304",
                "9111 4.3.2  | it has another                      |                           | 200 | Cache-Control: max-age=60 & ETag: \"1\"          | 1   | If-None-Match: \"2\"          | HIT",
                "9110 13.2.2 | If-None-Match before the date       |                           | 200 | Cache-Control: max-age=60 & ETag: \"1\" & Last-Modified: Fri, 27 Nov 2026 11:00:00 GMT | 1 | If-None-Match: \"2\" & If-Modified-Since: Fri, 27 Nov 2026 11:00:00 GMT | HIT",
                "9111 4.3.2  | not changed since                   |                           | 200 | Cache-Control: max-age=60 & Last-Modified: Fri, 27 Nov 2026 11:00:00 GMT | 1 | If-Modified-Since: Fri, 27 Nov 2026 11:00:00 GMT | 304",
                "9111 4.3.2  | changed since                       |                           | 200 | Cache-Control: max-age=60 & Last-Modified: Fri, 27 Nov 2026 11:00:00 GMT | 1 | If-Modified-Since: Fri, 27 Nov 2026 10:00:00 GMT | HIT",
                "9110 13.1.1 | If-Match is the server's            |                           | 200 | Cache-Control: max-age=60 & ETag: \"1\"          | 1   | If-Match: \"1\"               | PASS",
                "9110 13.2.1 | no condition on what is no success  |                           | 404 | Cache-Control: max-age=60 & ETag: \"1\"          | 1   | If-None-Match: *              | HIT",
                "9110 13.2.1 | neither by a date                   |                           | 301 | Cache-Control: max-age=60 & Date: Fri, 27 Nov 2026 12:00:00 GMT | 1 | If-Modified-Since: Fri, 27 Nov 2026 12:00:00 GMT | HIT",
                // parts
                "9110 14.2   | a part                              |                           | 200 | Cache-Control: max-age=60                        | 1   | Range: bytes=2-4              | 206",
                "9110 14.1.2 | the end                             |                           | 200 | Cache-Control: max-age=60                        | 1   | Range: bytes=-3               | 206",
                "9110 14.1.2 | from somewhere                      |                           | 200 | Cache-Control: max-age=60                        | 1   | Range: bytes=3-               | 206",
                "9110 15.5.17| beyond the end                      |                           | 200 | Cache-Control: max-age=60                        | 1   | Range: bytes=10-              | 416",
                "9110 14.2   | several parts are the server's      |                           | 200 | Cache-Control: max-age=60                        | 1   | Range: bytes=0-1,3-4          | PASS",
                "9110 13.1.5 | If-Range of the same                |                           | 200 | Cache-Control: max-age=60 & ETag: \"1\"          | 1   | Range: bytes=0-1 & If-Range: \"1\" | 206",
                "9110 13.1.5 | If-Range of another                 |                           | 200 | Cache-Control: max-age=60 & ETag: \"1\"          | 1   | Range: bytes=0-1 & If-Range: \"2\" | HIT",
                "9110 13.1.5 | If-Range weak                       |                           | 200 | Cache-Control: max-age=60 & ETag: W/\"1\"        | 1   | Range: bytes=0-1 & If-Range: W/\"1\" | HIT",
                "9110 13.1.5 | If-Range of its date                |                           | 200 | Cache-Control: max-age=60 & Last-Modified: Fri, 27 Nov 2026 11:59:59 GMT & Date: Fri, 27 Nov 2026 12:00:00 GMT | 1 | Range: bytes=0-1 & If-Range: Fri, 27 Nov 2026 11:59:59 GMT | 206",
                "9110 8.8.2.2| which is weak in its own second      |                           | 200 | Cache-Control: max-age=60 & Last-Modified: Fri, 27 Nov 2026 12:00:00 GMT & Date: Fri, 27 Nov 2026 12:00:00 GMT | 1 | Range: bytes=0-1 & If-Range: Fri, 27 Nov 2026 12:00:00 GMT | HIT",
                "9111 3.4    | a part of what is stale             |                           | 200 | Cache-Control: max-age=60                        | 61  | Range: bytes=0-1              | PASS"
            })
    void theSameRequestLater(
            String section,
            String what,
            String first,
            int status,
            String answer,
            int seconds,
            String second,
            String meaning) {
        CacheRequest asked = request("GET", "/x", first);
        answer(asked, status, answer, "0123456789");
        now += 1000L * seconds;
        assertThat(meaning(request("GET", "/x", second))).isEqualTo(meaning);
    }

    @Test
    void whatIsKeptIsPinnedToTheServerThatWasAsked() {
        answer(request("GET", "/x", null), 200, "Cache-Control: max-age=60", "a");
        Endpoint other = new Endpoint(SERVER.address(), 81);
        FieldSource none = Field.source(List.of());
        assertThat(meaning(new CacheRequest(new CacheRequest.Key(other, "a", "/x"), "GET", false, none)))
                .isEqualTo("FETCH");
        assertThat(meaning(new CacheRequest(new CacheRequest.Key(SERVER, "b", "/x"), "GET", false, none)))
                .isEqualTo("FETCH");
        assertThat(meaning(new CacheRequest(new CacheRequest.Key(SERVER, "a", "/x?"), "GET", false, none)))
                .isEqualTo("FETCH");
    }

    @Test
    void headIsAnsweredFromWhatGetHasBroughtAndOthersPass() {
        assertThat(meaning(request("HEAD", "/x", null))).isEqualTo("PASS");
        answer(request("GET", "/x", null), 200, "Cache-Control: max-age=60", "a");
        assertThat(meaning(request("HEAD", "/x", null))).isEqualTo("HIT");
        assertThat(meaning(request("POST", "/x", null))).isEqualTo("PASS");
        assertThat(meaning(request("GET", "http://a/x", null))).isEqualTo("PASS");
    }

    @Test
    void aVariantForEachThatVaryTellsApart() {
        for (int i = 0; i < 20; i++) {
            answer(request("GET", "/x", "Accept: " + i), 200, "Cache-Control: max-age=60 & Vary: Accept", "a" + i);
        }
        assertThat(meaning(request("GET", "/x", "Accept: 19"))).isEqualTo("HIT");
        assertThat(meaning(request("GET", "/x", "Accept: 4"))).isEqualTo("HIT");
        assertThat(meaning(request("GET", "/x", "Accept: 3"))).isEqualTo("FETCH");
    }

    @Test
    void whatBelongsToAConnectionIsNotKept() {
        answer(
                request("GET", "/x", null),
                200,
                "Cache-Control: max-age=60 & Connection: close, X-Hop & X-Hop: 1 & Keep-Alive: 5 & Content-Length: 1 & Age: 3 & X: y",
                "a");
        Decision.Serve serve = (Decision.Serve) cache.decide(request("GET", "/x", null), now);
        assertThat(new String(serve.stored().head(), US_ASCII))
                .isEqualTo("Cache-Control: max-age=60\r\nX: y\r\nDate: Fri, 27 Nov 2026 12:00:00 GMT\r\n");
        assertThat(serve.age()).isEqualTo(3);
        assertThat(serve.left()).isEqualTo(57);
    }

    @Test
    void aBodyThatIsTooLongIsNotKept() {
        CacheRequest request = request("GET", "/x", null);
        answer(request, 200, "Cache-Control: max-age=60 & Content-Length: 1001", "a");
        assertThat(meaning(request)).isEqualTo("FETCH");
        Visit visit = visit(request);
        visit.head(Answer.of(200, fields("Cache-Control: max-age=60"), now, now));
        assertThat(visit.grow(600)).isZero();
        assertThat(visit.grow(600)).isEqualTo(-1);
        visit.complete();
        assertThat(meaning(request)).isEqualTo("FETCH");
    }

    @Test
    void whatIsBeingCollectedIsBounded() {
        HttpCache small = new HttpCache(new HttpCacheSettings(4000, 1000, Duration.ZERO));
        Answer answer = Answer.of(200, fields("Cache-Control: max-age=60 & Content-Length: 800"), now, now);
        List<Visit> visits = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Visit visit = Visit.of(small, request("GET", "/" + i, null), new Decision.Fetch(null));
            visits.add(visit);
            visit.head(answer);
        }
        assertThat(visits).extracting(Visit::isCollecting).containsExactly(true, false, false);
        visits.get(0).abandon();
        Visit next = Visit.of(small, request("GET", "/3", null), new Decision.Fetch(null));
        next.head(answer);
        assertThat(next.isCollecting()).isTrue();
    }

    @Test
    void anAnswerThatBrokeOffIsNotKept() {
        CacheRequest request = request("GET", "/x", null);
        Visit visit = visit(request);
        visit.head(Answer.of(200, fields("Cache-Control: max-age=60"), now, now));
        visit.grow(5);
        visit.abandon();
        visit.complete();
        assertThat(meaning(request)).isEqualTo("FETCH");
    }

    @Test
    void whoAsksTheSameMeanwhileWaitsForTheFirst() {
        CacheRequest request = request("GET", "/x", null);
        List<String> told = new ArrayList<>();
        Visit first = visit(request);
        Visit second = visit(request);
        assertThat(first.takeOff(() -> told.add("first"))).isTrue();
        assertThat(second.takeOff(() -> told.add("second"))).isFalse();
        assertThat(visit(request("GET", "/y", null)).takeOff(() -> {})).isTrue();
        assertThat(visit(request("GET", "/x", "Authorization: x")).takeOff(() -> {}))
                .isTrue();
        assertThat(told).isEmpty();
        first.head(Answer.of(200, fields("Cache-Control: no-store"), now, now));
        assertThat(told).containsExactly("second");
        first.complete();
        assertThat(told).containsExactly("second");
        assertThat(visit(request).takeOff(() -> {})).isTrue();
        assertThat(cache.snapshot().coalesced()).isOne();
    }

    @Test
    void aChangeDropsWhatIsKept() {
        answer(request("GET", "/x", null), 200, "Cache-Control: max-age=60", "a");
        cache.invalidate(new CacheRequest.Key(SERVER, "a", "/x"), now);
        assertThat(meaning(request("GET", "/x", null))).isEqualTo("FETCH");
        assertThat(cache.snapshot().invalidated()).isOne();
    }

    @Test
    void whatWasAskedForBeforeAChangeIsNotKept() {
        CacheRequest request = request("GET", "/x", null);
        Visit visit = visit(request);
        visit.head(Answer.of(200, fields("Cache-Control: max-age=60"), now, now + 2));
        cache.invalidate(request.key(), now + 1);
        visit.complete();
        assertThat(meaning(request)).isEqualTo("FETCH");
        now += 2;
        answer(request, 200, "Cache-Control: max-age=60", "after it");
        assertThat(meaning(request)).isEqualTo("HIT");
    }

    @Test
    void whatIsNotForAllIsNotWaitedForAgainUntilItIs() {
        CacheRequest request = request("GET", "/x", null);
        answer(request, 200, "Cache-Control: private", "a");
        assertThat(visit(request).takeOff(() -> {})).isTrue();
        assertThat(visit(request).takeOff(() -> {})).isTrue();
        answer(request, 200, "Cache-Control: max-age=60", "b");
        assertThat(visit(request).takeOff(() -> {})).isTrue();
        assertThat(visit(request).takeOff(() -> {})).isFalse();
    }

    @Test
    void whatVaryTellsApartCountsAsWell() {
        String kilobyte = "x".repeat(1024);
        for (int i = 0; i < 5000; i++) {
            CacheRequest request = request("GET", "/" + i, "Accept: " + kilobyte + i);
            answer(request, 200, "Cache-Control: max-age=60 & Vary: Accept", "a");
        }
        assertThat(cache.snapshot().entries()).isBetween(10L, 1024L);
    }

    @Test
    void aMillionTargetsTakeNoMoreThanIsAllowed() {
        for (int i = 0; i < 1_000_000; i++) {
            if (i % 100 == 0) {
                cache.decide(request("GET", "/often", null), now);
            }
            answer(request("GET", i == 0 ? "/often" : "/" + i, null), 200, "Cache-Control: max-age=60", "0123456789");
        }
        assertThat(cache.snapshot().bytes()).isLessThanOrEqualTo(1 << 20);
        assertThat(cache.snapshot().entries()).isBetween(100L, 2000L);
        assertThat(cache.snapshot().evicted() + cache.snapshot().entries()).isEqualTo(1_000_000);
        assertThat(meaning(request("GET", "/often", null))).isEqualTo("HIT");
    }
}
