/**
 * Where frames come from: live interfaces, capture files, standard input.
 *
 * <p>In: devices and files. Out: {@link org.activerouter.capture.FrameBatch}es. Thread: a live interface has a thread of
 * its own that fills batches; all else runs on the thread that asks for the next batch.
 */
@NullMarked
package org.activerouter.capture.source;

import org.jspecify.annotations.NullMarked;
