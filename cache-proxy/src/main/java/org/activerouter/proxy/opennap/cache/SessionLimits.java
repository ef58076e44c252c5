package org.activerouter.proxy.opennap.cache;

import java.time.Duration;

/**
 * What the two ends of a session may do, and how long they may take.
 *
 * @param maxClientMessage data of one message of a client; a session with more is ended, as servers do
 * @param maxQueuedSearches searches that wait for their turn at the server; more are not read
 * @param maxResultsPassed a session whose server sends more results to one search is ended
 * @param logInTime how long a client may take to log in
 * @param sharedAskTime how long a client waits for the answer to another client's equal search before it asks itself, and how
 *     long its other messages wait behind its searches
 * @param searchTime how long the server may take for an answer
 * @param errorTime how long after an error the end of the results may still come
 */
public record SessionLimits(
        int maxClientMessage,
        int maxQueuedSearches,
        int maxResultsPassed,
        Duration logInTime,
        Duration sharedAskTime,
        Duration searchTime,
        Duration errorTime) {
    /** What is used where nothing is said. Real servers take 2048 bytes and give up after 180 s. */
    public static final SessionLimits DEFAULTS = new SessionLimits(
            2_048,
            32,
            10_000,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(180),
            Duration.ofSeconds(1));

    /** A log-in, and a search of some words, have to fit. */
    private static final int SHORTEST_MESSAGE = 256;

    /** The header can say no more. */
    private static final int LONGEST_MESSAGE = 0xFFFF;

    /**
     * Checks each value.
     *
     * @throws IllegalArgumentException naming every problem
     */
    public SessionLimits {
        new Problems()
                .between("max-client-message", maxClientMessage, SHORTEST_MESSAGE, LONGEST_MESSAGE)
                .atLeast("max-queued-searches", maxQueuedSearches, 1)
                .atLeast("max-results-passed", maxResultsPassed, 1)
                .positive("log-in-time", logInTime)
                .positive("shared-ask-time", sharedAskTime)
                .positive("search-time", searchTime)
                .positive("error-time", errorTime)
                .refuse();
    }
}
