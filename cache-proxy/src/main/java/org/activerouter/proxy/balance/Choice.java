package org.activerouter.proxy.balance;

/** How one member is chosen of those that are open, each in proportion to its share. */
public enum Choice {
    /**
     * The better of two random members, by their peak response time (an exponentially weighted mean that rises at once) times
     * what they have outstanding: Finagle's "power of two choices" with peak EWMA.
     */
    PEAK_EWMA("peak-ewma"),
    /** One after the other; who has twice the share comes twice as often. */
    ROUND_ROBIN("round-robin"),
    /** At random, in proportion to the share. */
    WEIGHTED("weighted"),
    /** The one with the least outstanding. */
    LEAST_OUTSTANDING("least-outstanding"),
    /** The same one for the same key, whoever else comes or goes: rendezvous hashing. */
    HASH("hash");

    private final String key;

    Choice(String key) {
        this.key = key;
    }

    /** Its name in the configuration. */
    public String key() {
        return key;
    }
}
