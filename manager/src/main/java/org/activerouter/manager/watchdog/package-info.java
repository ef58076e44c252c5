/**
 * Tells whoever started this program that it works, so that it is killed when it does not.
 *
 * <p>In: the beats of every thread that must move. Out: datagrams in systemd's protocol (sd_notify). Thread: its own.
 */
@NullMarked
package org.activerouter.manager.watchdog;

import org.jspecify.annotations.NullMarked;
