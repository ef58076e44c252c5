/**
 * What servers have answered to searches, kept so that others who ask the same need not ask the server.
 *
 * <p>In: complete answers, each with who asked and when; what sharers did since. Out: answers ready to be sent. Thread: any; there
 * is no lock over the whole table, an entry is replaced as a whole. Time: nanoseconds of a clock that the caller gives.
 *
 * <p>The rule of this package: <b>nobody gets fewer results than the server itself would have given him within the time to live,
 * and nobody gets his own files.</b> An answer depends on who asked, because a server leaves the asker's own files out. So what
 * one client got is complete for another only if the first shares nothing that could match, or if what it shares is certainly known, or
 * after a second client has asked as well and the first one's files are known from there. See {@link org.activerouter.proxy.opennap.cache.Entry}.
 */
@NullMarked
package org.activerouter.proxy.opennap.cache;

import org.jspecify.annotations.NullMarked;
