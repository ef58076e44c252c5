package org.activerouter.analyzer.history;

import org.activerouter.analyzer.load.AggregateSink;
import org.activerouter.capture.Endpoint;

/** Takes what is to be remembered. Called on the analysis thread; never blocks. */
public interface History extends AggregateSink {
    /** One exchange that is over. Dropped and counted when the queue is full. */
    void exchange(ExchangeRow row);

    /** A server was found to speak a protocol by self-study. */
    void learned(Endpoint server, String protocol, long nanos);

    /** How it is doing; any thread. */
    HistoryStatus status();

    /** Remembers nothing. */
    History NONE = new NoHistory();
}
