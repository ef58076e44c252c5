package org.activerouter.proxy.http.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of an answer as it came, and when.
 *
 * @param status its status
 * @param fields its fields, in order
 * @param source the same, to be looked up
 * @param askedMillis when the request was sent
 * @param cameMillis when this came
 */
public record Answer(int status, List<Field> fields, FieldSource source, long askedMillis, long cameMillis) {
    /** Makes one of its fields. */
    public static Answer of(int status, List<Field> fields, long askedMillis, long cameMillis) {
        return new Answer(status, List.copyOf(fields), Field.source(fields), askedMillis, cameMillis);
    }

    @Nullable
    String find(String lowerName) {
        return source.find(lowerName);
    }

    CacheControl control() {
        return CacheControl.of(find("cache-control"));
    }
}
