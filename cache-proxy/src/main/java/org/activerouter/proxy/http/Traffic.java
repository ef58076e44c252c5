package org.activerouter.proxy.http;

import java.util.concurrent.atomic.LongAdder;

/** What was asked of one server. Any thread. */
final class Traffic {
    /** Requests of clients, whoever answered them. */
    final LongAdder queries = new LongAdder();

    /** Those that went to a member. */
    final LongAdder forwarded = new LongAdder();
}
