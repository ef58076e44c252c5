package org.activerouter.analyzer.load;

/** Takes each second of each server once it is over. Called on the analysis thread; must not block. */
@FunctionalInterface
public interface AggregateSink {
    /** One server's second; seconds in which nothing happened are not told. */
    void second(SecondAggregate aggregate);
}
