/** Tests of what is worked out before a connection is taken over; taking over itself needs a kernel, and is tested with the relay. */
@NullMarked
package org.activerouter.proxy.takeover;

import org.jspecify.annotations.NullMarked;
