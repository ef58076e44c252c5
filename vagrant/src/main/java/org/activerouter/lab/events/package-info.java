/**
 * What happened to whom and when, as the lab's own programs wrote it down: the oracle for everything that is measured around
 * the router. In: events. Out: a file of comma-separated lines, one per event, readable while it grows.
 */
@NullMarked
package org.activerouter.lab.events;

import org.jspecify.annotations.NullMarked;
