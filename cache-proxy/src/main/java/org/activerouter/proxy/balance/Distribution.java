package org.activerouter.proxy.balance;

/** What a group of servers is to its clients. */
public enum Distribution {
    /** Each request (or connection) goes to one member. */
    SPREAD("spread"),
    /** All go to the first member in the roster's order that is open. */
    FAILOVER("failover"),
    /** Each member does a part of a request, and the parts are merged; a request that has no parts is spread. */
    SPLIT("split"),
    /** As spread; a request that may be repeated is tried on a second member when the first fails, within a budget. */
    SPREAD_FAILOVER("spread+failover");

    private final String key;

    Distribution(String key) {
        this.key = key;
    }

    /** Its name in the configuration. */
    public String key() {
        return key;
    }
}
