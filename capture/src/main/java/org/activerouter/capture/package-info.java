/**
 * From the wire to ordered bytes: the nouns that this room speaks with its neighbours.
 *
 * <p>In: frames of an interface or a capture file ({@link org.activerouter.capture.FrameSource}). Out: the ordered bytes
 * of each connection ({@link org.activerouter.capture.tcp.StreamListener}). Thread: everything except the readers of live
 * interfaces runs on the one thread that drives the tracker.
 */
@NullMarked
package org.activerouter.capture;

import org.jspecify.annotations.NullMarked;
