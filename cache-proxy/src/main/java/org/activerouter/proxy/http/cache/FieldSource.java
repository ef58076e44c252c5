package org.activerouter.proxy.http.cache;

import org.jspecify.annotations.Nullable;

/** The fields of a message. */
public interface FieldSource {
    /** The values of all fields of a name (in lower case), joined as a list (RFC 9110 section 5.3); null without one. */
    @Nullable
    String find(String lowerName);
}
