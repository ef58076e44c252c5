/** Tests of the cache for HTTP, each by the section that it is about. */
@NullMarked
package org.activerouter.proxy.http.cache;

import org.jspecify.annotations.NullMarked;
