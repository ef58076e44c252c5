/**
 * A shared cache for HTTP after RFC 9111: what may be kept, how long it is fresh, and what a request is answered with.
 *
 * <p>In: requests, and answers as they came from a server. Out: decisions, and stored answers. Nothing here knows of connections; time
 * is an argument, in milliseconds since 1970, because messages carry dates. Thread: any, unless a type says otherwise.
 */
@NullMarked
package org.activerouter.proxy.http.cache;

import org.jspecify.annotations.NullMarked;
