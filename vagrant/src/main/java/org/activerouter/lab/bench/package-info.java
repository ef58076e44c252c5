/**
 * Programs that measure. In: a number of seconds, a rate. Out: lines for people on standard output. Each measurement runs in
 * a process of its own, so that none pays for the garbage of another.
 */
@NullMarked
package org.activerouter.lab.bench;

import org.jspecify.annotations.NullMarked;
