package org.activerouter.analyzer.load;

/** Takes each second of each server once it is over. Called on the analysis thread; must not block. */
@FunctionalInterface
public interface AggregateSink {
    /**
     * One server's second; seconds in which nothing happened are not told. A second comes in several parts, which add up, only
     * when the stamps of the capture went back (a clock that was set, files in the wrong order) or the server was forgotten in
     * the midst of it.
     */
    void second(SecondAggregate aggregate);
}
