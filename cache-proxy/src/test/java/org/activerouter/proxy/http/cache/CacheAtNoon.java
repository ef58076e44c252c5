package org.activerouter.proxy.http.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.capture.Endpoint;

/** A cache before one server, at noon of Fri, 27 Nov 2026 until a test lets time pass. */
abstract class CacheAtNoon {
    private static final long NOON = 1795780800000L;
    static final Endpoint SERVER = new Endpoint(InetAddress.getLoopbackAddress(), 80);

    final HttpCache cache = new HttpCache(new HttpCacheSettings(1 << 20, 1000, Duration.ofMinutes(10)));
    long now = NOON;

    static List<Field> fields(String lines) {
        List<Field> all = new ArrayList<>();
        for (String each : lines == null ? new String[0] : lines.split(" & ", -1)) {
            String[] parts = each.strip().split(":", 2);
            all.add(new Field(parts[0].strip(), parts[1].strip()));
        }
        return all;
    }

    CacheRequest request(String method, String target, String fields) {
        CacheRequest.Key key = new CacheRequest.Key(SERVER, "a", target);
        return new CacheRequest(key, method, false, Field.source(fields(fields)));
    }

    Visit visit(CacheRequest request) {
        return Visit.of(cache, request, new Decision.Fetch(null));
    }

    void answer(CacheRequest request, int status, String fields, String body) {
        Visit visit = visit(request);
        assertThat(visit.takeOff(() -> {})).isTrue();
        assertThat(visit.head(Answer.of(status, fields(fields), now, now))).isNull();
        if (visit.isCollecting()) {
            byte[] bytes = body.getBytes(US_ASCII);
            int place = visit.grow(bytes.length);
            System.arraycopy(bytes, 0, visit.room(), place, bytes.length);
        }
        visit.complete();
    }

    String meaning(CacheRequest request) {
        return switch (cache.decide(request, now)) {
            case Decision.Serve serve
            when serve.status() != serve.stored().status() -> Integer.toString(serve.status());
            case Decision.Serve serve when serve.revalidate() -> "BEHIND";
            case Decision.Serve serve -> serve.left() > 0 ? "HIT" : "STALE";
            case Decision.Fetch fetch -> fetch.stale() == null ? "FETCH" : "VALIDATE";
            case Decision.Pass unused -> "PASS";
            case Decision.Refuse unused -> "REFUSE";
        };
    }
}
