/** Tests of the cache proxy for OpenNap, most of them against a server that lives in the test and a clock that the test moves. */
@NullMarked
package org.activerouter.proxy.opennap;

import org.jspecify.annotations.NullMarked;
