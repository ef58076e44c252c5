/**
 * What a protocol is to the analyzer: how to read one connection, and the facts it yields.
 *
 * <p>In: bytes. Out: {@link org.activerouter.analyzer.protocol.Observation}s. Thread: a conversation belongs to the analysis
 * thread; a {@link org.activerouter.analyzer.protocol.Protocol} is stateless and belongs to any.
 */
@NullMarked
package org.activerouter.analyzer.protocol;

import org.jspecify.annotations.NullMarked;
