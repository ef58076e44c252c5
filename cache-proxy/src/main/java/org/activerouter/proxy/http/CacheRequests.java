package org.activerouter.proxy.http;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.http.cache.CacheRequest;
import org.activerouter.proxy.http.cache.Field;
import org.jspecify.annotations.Nullable;

/** Heads as the cache wants them. Stateless. */
final class CacheRequests {
    private CacheRequests() {}

    /** The request that was read last; its fields do not last longer than that. */
    static CacheRequest of(Endpoint asked, HeadParser parser) {
        Fields fields = parser.fields();
        String host = fields.find("host");
        CacheRequest.Key key =
                new CacheRequest.Key(asked, host == null ? "" : host.toLowerCase(Locale.ROOT), parser.target());
        return new CacheRequest(key, parser.method(), fields.chunked() || fields.length() > 0, fields);
    }

    /** The same, to be kept. */
    static CacheRequest lasting(CacheRequest request, HeadParser parser) {
        return request.lasting(Field.source(parser.fields().copy()));
    }

    /**
     * What a change of one target has changed as well, as its answer says: other targets of the same server and host only, because
     * anybody can name others' (RFC 9111 section 4.4).
     */
    static Set<CacheRequest.Key> changed(CacheRequest.Key key, Fields answer) {
        Set<CacheRequest.Key> all = new TreeSet<>((one, other) -> one.target().compareTo(other.target()));
        all.add(key);
        for (String name : new String[] {"location", "content-location"}) {
            String target = target(key.host(), answer.find(name));
            if (target != null) {
                all.add(new CacheRequest.Key(key.server(), key.host(), target));
            }
        }
        return all;
    }

    private static @Nullable String target(String host, @Nullable String uri) {
        if (uri == null) {
            return null;
        }
        String absolute = "http://" + host;
        if (uri.length() > absolute.length() && uri.regionMatches(true, 0, absolute, 0, absolute.length())) {
            return target(host, uri.substring(absolute.length()));
        }
        int fragment = uri.indexOf('#');
        String target = fragment < 0 ? uri : uri.substring(0, fragment);
        return target.startsWith("/") && !target.startsWith("//") ? target : null;
    }
}
