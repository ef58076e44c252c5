/**
 * The program: where it starts.
 *
 * <p>In: an operator's command line. Out: an exit code. Thread: the main thread.
 */
@NullMarked
package org.activerouter.manager;

import org.jspecify.annotations.NullMarked;
