package org.activerouter.proxy.opennap;

import java.util.concurrent.atomic.LongAdder;

/** Searches of the clients of one server. Any thread. */
final class SearchTraffic {
    final LongAdder queries = new LongAdder();
    final LongAdder forwarded = new LongAdder();
}
