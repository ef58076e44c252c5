/**
 * What the running router knows, for monitoring: the metrics of Prometheus, over HTTP, where the configuration asks for it.
 *
 * <p>In: the status after the last turn of the control loop. Out: the answer to a scrape. Thread: some of its own; nobody waits for them.
 */
@NullMarked
package org.activerouter.manager.metrics;

import org.jspecify.annotations.NullMarked;
