/**
 * What redirected clients share, as far as they say so through us.
 *
 * <p>In: their registrations (types 100, 870, 102, 110), on their way to the server. Out: whether a client shares anything that
 * could match a search, and which of its files do, where that is certain; for a proxy that answers first, the files themselves. Thread: what one client registers belongs to the
 * thread of its session; finding is for any.
 */
@NullMarked
package org.activerouter.proxy.opennap.directory;

import org.jspecify.annotations.NullMarked;
