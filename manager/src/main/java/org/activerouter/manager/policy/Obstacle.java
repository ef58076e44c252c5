package org.activerouter.manager.policy;

/**
 * Something that keeps a server as it is. Immutable.
 *
 * @param kind which
 * @param text a sentence without a full stop: what it is, and how long it will last where that is known
 */
public record Obstacle(Kind kind, String text) {
    /** What can keep a server as it is. */
    public enum Kind {
        /** No service of the configuration covers it. */
        NO_POLICY,
        /** The configuration says never, or only others. */
        LISTED,
        /** It cannot be redirected: not IPv4. */
        NOT_IPV4,
        /** The operator has said how it is to be. */
        OPERATOR,
        /** There is no verdict. */
        NO_VERDICT,
        /** It is not overloaded. */
        NOT_OVERLOADED,
        /** It is redirected, and not relieved. */
        NOT_RELIEVED,
        /** It has not been overloaded for long enough. */
        DWELL,
        /** The last decision stands for some time. */
        HOLD,
        /** Too many servers look overloaded at once: the network is at fault. */
        SHARE,
        /** The kernel can take no new redirects. */
        KERNEL,
        /** The policy only observes. */
        OBSERVES
    }
}
