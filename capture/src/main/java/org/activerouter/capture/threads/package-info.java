/**
 * What Linux is asked about this program's threads: when they get a processor, and in which order they end. It lies in this room because
 * this one reaches native code.
 *
 * <p>In: nothing. Out: nothing; where Linux does not do it, all goes on as it would without. Thread: see each.
 */
@NullMarked
package org.activerouter.capture.threads;

import org.jspecify.annotations.NullMarked;
