/**
 * Frames become connections with ordered, acknowledged bytes in both directions.
 *
 * <p>In: {@link org.activerouter.capture.FrameBatch}es. Out: calls of
 * {@link org.activerouter.capture.tcp.StreamListener}. Thread: one, the one that calls
 * {@link org.activerouter.capture.tcp.TcpTracker}; its counters may be read by any.
 */
@NullMarked
package org.activerouter.capture.tcp;

import org.jspecify.annotations.NullMarked;
