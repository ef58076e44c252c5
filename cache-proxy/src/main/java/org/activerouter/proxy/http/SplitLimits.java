package org.activerouter.proxy.http;

/**
 * How the members of a group with {@link org.activerouter.proxy.balance.Distribution#SPLIT} share one answer.
 *
 * @param above shorter bodies are not split, in bytes
 * @param part what one member is asked for at once, in bytes
 * @param ahead what parts that come before their turn may take in memory, of all clients together; beyond it nothing more is split
 */
public record SplitLimits(long above, int part, long ahead) {
    /** Refuses what could not work. */
    public SplitLimits {
        if (part < 1 || above < part || ahead < part) {
            throw new IllegalArgumentException("parts of " + part + " bytes, of bodies above " + above
                    + ", with room for " + ahead + ": a part is at least a byte, and at most each of the others");
        }
    }

    /** Parts that take a member some milliseconds in a local network: long against the asking, short against the body. */
    public static SplitLimits defaults() {
        return new SplitLimits(4L << 20, 1 << 20, 64L << 20);
    }
}
