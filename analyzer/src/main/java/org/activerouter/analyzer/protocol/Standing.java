package org.activerouter.analyzer.protocol;

/**
 * Where a conversation stands at the acknowledged byte of each direction: what the serving half of its protocol must know to go
 * on in the middle. Each protocol has its own; values, for any thread.
 */
public interface Standing {
    /** Whether nothing of the conversation can be read any more, so that it can only be passed on. */
    boolean isOpaque();
}
