package org.activerouter.proxy.opennap.cache;

/** What is done with a search whose whole answer is not known. */
public enum OnMiss {
    /** The server is asked, and the client gets what the server says, as it says it. */
    FORWARD,
    /**
     * The client gets what is known at once, from what other redirected clients share and from the cache; the server is asked
     * behind it, for the next one who wants to know (paper, section 5.2, steps 1 to 3).
     */
    ANSWER_FIRST
}
