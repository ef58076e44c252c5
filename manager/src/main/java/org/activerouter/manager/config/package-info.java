/**
 * The configuration file: what may stand in it, how it is read, and what is wrong with it.
 *
 * <p>In: a file in HOCON. Out: an immutable {@link org.activerouter.manager.config.RouterConfiguration}, or every problem of
 * the file at once. Each section is defined once; the reader, the sample file and the list of effective values are all made
 * from that definition. Thread: any; reading is done by the thread that calls.
 */
@NullMarked
package org.activerouter.manager.config;

import org.jspecify.annotations.NullMarked;
