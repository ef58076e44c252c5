/**
 * JXTA: recognised by its greeting and named; nothing of it is read or measured.
 *
 * <p>In: the first bytes of a connection. Out: that it is JXTA. Thread: as its callers'; a conversation belongs to the analysis
 * thread.
 */
@NullMarked
package org.activerouter.analyzer.jxta;

import org.jspecify.annotations.NullMarked;
