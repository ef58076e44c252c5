package org.activerouter.proxy.http.cache;

import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * What a cache has to know of a request. Which fields it has is asked of their source while the request is being decided; what is kept
 * longer needs a source that lasts.
 *
 * @param key what is asked for
 * @param method GET, HEAD, or any other
 * @param hasBody whether a body belongs to it
 * @param fields its fields
 */
public record CacheRequest(Key key, String method, boolean hasBody, FieldSource fields) {
    /**
     * What an answer is kept under: where the request was going, first of all, so that a client cannot place something by a false Host.
     *
     * @param server the server that the client asked for
     * @param host the value of Host, in lower case
     * @param target the request's target, a path with its query
     */
    public record Key(Endpoint server, String host, String target) {}

    boolean isGet() {
        return method.equals("GET");
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    /** Whether it only reads (RFC 9110 section 9.2.1). */
    public boolean isSafe() {
        return isGet() || isHead() || method.equals("OPTIONS") || method.equals("TRACE");
    }

    /** The directives; a Pragma counts only without them (RFC 9111 section 5.4). */
    CacheControl control() {
        String value = find("cache-control");
        String pragma = value == null ? find("pragma") : null;
        return CacheControl.of(pragma != null && pragma.contains("no-cache") ? "no-cache" : value);
    }

    @Nullable
    String find(String lowerName) {
        return fields.find(lowerName);
    }

    boolean has(String lowerName) {
        return find(lowerName) != null;
    }

    /** The same with fields that last. */
    public CacheRequest lasting(FieldSource kept) {
        return new CacheRequest(key, method, hasBody, kept);
    }
}
