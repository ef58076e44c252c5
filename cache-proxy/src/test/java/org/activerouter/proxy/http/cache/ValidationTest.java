package org.activerouter.proxy.http.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept and not fresh any more: validated, replaced, or served because the server fails. */
class ValidationTest extends CacheAtNoon {
    private static final String TAGGED = "Cache-Control: max-age=60 & ETag: \"1\"";

    private Visit validation(String fields) {
        CacheRequest request = request("GET", "/x", null);
        answer(request, 200, fields, "0123456789");
        now += 100_000;
        assertThat(cache.decide(request, now)).isInstanceOf(Decision.Fetch.class);
        return Visit.of(cache, request, (Decision.Fetch) cache.decide(request, now));
    }

    @Test
    void whatIsStaleIsValidatedByItsTagAndDate() {
        Visit visit = validation(
                "Cache-Control: max-age=60 & ETag: \"1\" & Last-Modified: Fri, 27 Nov 2026 11:00:00 GMT & X: old & Content-Type: t");
        assertThat(visit.conditions())
                .isEqualTo("If-None-Match: \"1\"\r\nIf-Modified-Since: Fri, 27 Nov 2026 11:00:00 GMT\r\n");
        Decision.Serve served = visit.head(Answer.of(
                304,
                fields("Cache-Control: max-age=50 & X: new & Content-Type: wrong & Connection: Y & Y: z"),
                now,
                now));
        // RFC 9111 section 3.2: fields of the 304 replace the stored ones, but for those that belong to the body or the
        // connection.
        assertThat(new String(served.stored().head(), US_ASCII))
                .isEqualTo(
                        "ETag: \"1\"\r\nLast-Modified: Fri, 27 Nov 2026 11:00:00 GMT\r\nContent-Type: t\r\nCache-Control: max-age=50\r\nX: new\r\nDate: Fri, 27 Nov 2026 12:01:40 GMT\r\n");
        assertThat(served.stored().body()).hasSize(10);
        assertThat(served.status()).isEqualTo(200);
        now += 49_000;
        assertThat(meaning(request("GET", "/x", null))).isEqualTo("HIT");
        now += 1_000;
        assertThat(meaning(request("GET", "/x", null))).isEqualTo("VALIDATE");
    }

    @Test
    void aClientsOwnConditionIsLeftAsItIs() {
        answer(request("GET", "/x", null), 200, "Cache-Control: max-age=60 & ETag: \"1\"", "a");
        now += 100_000;
        CacheRequest own = request("GET", "/x", "If-None-Match: \"0\"");
        Visit visit = Visit.of(cache, own, (Decision.Fetch) cache.decide(own, now));
        assertThat(visit.conditions()).isEmpty();
        assertThat(visit.head(Answer.of(304, List.of(), now, now))).isNull();
    }

    @Test
    void anErrorIsReplacedByWhatIsStaleIfThatIsAllowed() {
        Visit allowed = validation("Cache-Control: max-age=60, stale-if-error=60 & ETag: \"1\"");
        assertThat(allowed.head(Answer.of(503, List.of(), now, now))).isNotNull();
        assertThat(validation("Cache-Control: max-age=60, stale-if-error=10 & ETag: \"1\"")
                        .failed(now))
                .isNull();
        assertThat(validation("Cache-Control: max-age=60, must-revalidate, stale-if-error=60 & ETag: \"1\"")
                        .failed(now))
                .isNull();
        assertThat(validation("Cache-Control: max-age=60 & ETag: \"1\"").failed(now))
                .isNull();
    }

    private static String head(Decision.Serve served) {
        return new String(served.stored().head(), US_ASCII);
    }

    private Visit visitOf(CacheRequest request) {
        return Visit.of(cache, request, (Decision.Fetch) cache.decide(request, now));
    }

    @Test
    void aCookieThatComesWithA304IsForWhoHasAskedOnly() {
        for (String kind : List.of("", "public, ")) {
            Visit visit = validation(TAGGED.replace("max-age", kind + "max-age"));
            Decision.Serve served = visit.head(Answer.of(304, fields("Set-Cookie: id=mine"), now, now));
            assertThat(head(served)).contains("Set-Cookie: id=mine\r\n");
            Visit next = visitOf(request("GET", "/x", null));
            assertThat(head(next.head(Answer.of(304, List.of(), now, now)))).doesNotContain("mine");
        }
    }

    @Test
    void whatA304SaysIsPrivateIsKeptNoMore() {
        for (String forbidding : List.of("private, max-age=60", "no-store")) {
            Visit visit = validation(TAGGED);
            assertThat(visit.head(Answer.of(304, fields("Cache-Control: " + forbidding), now, now)))
                    .isNotNull();
            assertThat(meaning(request("GET", "/x", null))).isEqualTo("FETCH");
        }
    }

    @Test
    void a304WithoutADateIsAsOldAsItIs() {
        Visit visit = validation(TAGGED + " & Date: Fri, 27 Nov 2026 12:00:00 GMT");
        Decision.Serve served = visit.head(Answer.of(304, List.of(), now, now));
        assertThat(head(served))
                .contains("Date: Fri, 27 Nov 2026 12:01:40 GMT\r\n")
                .doesNotContain("12:00:00");
        now += 59_000;
        assertThat(meaning(request("GET", "/x", null))).isEqualTo("HIT");
    }

    @Test
    void whatA304SaysToAClientsOwnConditionIsTrueOfWhatIsKept() {
        answer(request("GET", "/x", null), 200, TAGGED, "a");
        now += 100_000;
        Visit visit = visitOf(request("GET", "/x", "If-None-Match: \"1\""));
        assertThat(visit.head(Answer.of(304, fields("ETag: \"1\""), now, now))).isNull();
        assertThat(meaning(request("GET", "/x", null))).isEqualTo("HIT");
        assertThat(cache.snapshot().validated()).isOne();
    }

    @Test
    void butNotWhatItSaysOfAnother() {
        answer(request("GET", "/x", null), 200, TAGGED, "a");
        now += 100_000;
        Visit visit = visitOf(request("GET", "/x", "If-None-Match: \"2\""));
        assertThat(visit.head(Answer.of(304, fields("ETag: \"2\""), now, now))).isNull();
        assertThat(meaning(request("GET", "/x", null))).isEqualTo("VALIDATE");
    }
}
