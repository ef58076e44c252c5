package org.activerouter.proxy.opennap.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How the cache proxy answers, and within which bounds.
 *
 * @param onMiss what is done with a search whose whole answer is not known
 * @param ttl how old an answer may be
 * @param softTtl from which age on the server is asked again behind the answer
 * @param negativeTtl how old an answer without results may be
 * @param staleLimit how old an answer may be when the server is gone
 * @param maxBytes what all answers together may take in memory
 * @param sharerBytes what one sharer's files may take of it, by server
 * @param maxAnswerBytes an answer of more is passed and not kept
 * @param maxResults results that the server gives at most: an answer as long as that may have been cut
 * @param maxResultsPassed a session whose server sends more results to one search is ended
 * @param maxServers servers that answers are kept of
 * @param maxChanges departures, and words in the names of new files, remembered by server
 * @param maxQueuedSearches searches of one session that wait for their turn at the server; more are not read
 * @param maxFilesPerClient files of one client that are remembered
 * @param maxFiles files of all clients that are remembered
 * @param maxClientMessage data of one message of a client; a session with more is ended, as servers do
 * @param logInTime how long a client may take to log in
 * @param sharedAskTime how long a client waits for the answer to another client's equal search before it asks itself, and how
 *     long its other messages wait behind its searches
 * @param searchTime how long the server may take for an answer
 * @param errorTime how long after an error the end of the results may still come
 */
public record CacheSettings(
        OnMiss onMiss,
        Duration ttl,
        Duration softTtl,
        Duration negativeTtl,
        Duration staleLimit,
        long maxBytes,
        long sharerBytes,
        int maxAnswerBytes,
        int maxResults,
        int maxResultsPassed,
        int maxServers,
        int maxChanges,
        int maxQueuedSearches,
        int maxFilesPerClient,
        int maxFiles,
        int maxClientMessage,
        Duration logInTime,
        Duration sharedAskTime,
        Duration searchTime,
        Duration errorTime) {
    /** What is used where nothing is said. Real servers cut at 100 results, take 2048 bytes and give up after 180 s. */
    public static final CacheSettings DEFAULTS = new CacheSettings(
            OnMiss.FORWARD,
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            64L << 20,
            4L << 20,
            64 << 10,
            100,
            10_000,
            1_000,
            100_000,
            32,
            5_000,
            500_000,
            2_048,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(180),
            Duration.ofSeconds(1));

    /**
     * Checks each value and how they go together.
     *
     * @throws IllegalArgumentException naming every problem
     */
    public CacheSettings {
        List<String> problems = new ArrayList<>();
        positive(problems, "ttl", ttl);
        positive(problems, "soft-ttl", softTtl);
        positive(problems, "negative-ttl", negativeTtl);
        positive(problems, "stale-limit", staleLimit);
        positive(problems, "log-in-time", logInTime);
        positive(problems, "shared-ask-time", sharedAskTime);
        positive(problems, "search-time", searchTime);
        positive(problems, "error-time", errorTime);
        atLeast(problems, "max-answer-bytes", maxAnswerBytes, 1);
        atLeast(problems, "max-results", maxResults, 1);
        atLeast(problems, "max-servers", maxServers, 1);
        atLeast(problems, "max-changes", maxChanges, 1);
        atLeast(problems, "max-queued-searches", maxQueuedSearches, 1);
        atLeast(problems, "max-files-per-client", maxFilesPerClient, 0);
        atLeast(problems, "max-files", maxFiles, maxFilesPerClient);
        atLeast(problems, "max-results-passed", maxResultsPassed, maxResults);
        // A log-in, and a search of some words, have to fit; the header can say no more.
        between(problems, "max-client-message", maxClientMessage, 256, 0xFFFF);
        atLeast(problems, "max-bytes", maxBytes, 1L << 20);
        between(problems, "sharer-bytes", sharerBytes, 1, maxBytes);
        notLonger(problems, "soft-ttl", softTtl, "ttl", ttl);
        notLonger(problems, "negative-ttl", negativeTtl, "ttl", ttl);
        notLonger(problems, "ttl", ttl, "stale-limit", staleLimit);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    private static void positive(List<String> problems, String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            problems.add(name + " must be longer than nothing, not " + value);
        }
    }

    private static void atLeast(List<String> problems, String name, long value, long least) {
        if (value < least) {
            problems.add(name + " must be at least " + least + ", not " + value);
        }
    }

    private static void between(List<String> problems, String name, long value, long least, long most) {
        if (value < least || value > most) {
            problems.add(name + " must be between " + least + " and " + most + ", not " + value);
        }
    }

    private static void notLonger(List<String> problems, String name, Duration value, String other, Duration most) {
        if (value.compareTo(most) > 0) {
            problems.add(name + " (" + value + ") must not be longer than " + other + " (" + most + ")");
        }
    }

    /** After this an answer is of no use in any case. */
    Duration longestLife() {
        return staleLimit;
    }

    /** The same with another way to answer and another size; no sharer may take more than a sixteenth of it. */
    public CacheSettings answering(OnMiss newOnMiss, long newMaxBytes) {
        return new CacheSettings(
                newOnMiss,
                ttl,
                softTtl,
                negativeTtl,
                staleLimit,
                newMaxBytes,
                newMaxBytes / 16,
                maxAnswerBytes,
                maxResults,
                maxResultsPassed,
                maxServers,
                maxChanges,
                maxQueuedSearches,
                maxFilesPerClient,
                maxFiles,
                maxClientMessage,
                logInTime,
                sharedAskTime,
                searchTime,
                errorTime);
    }

    /** The same with other times to live. */
    public CacheSettings living(Duration newTtl, Duration newSoftTtl, Duration newNegativeTtl, Duration newStaleLimit) {
        return new CacheSettings(
                onMiss,
                newTtl,
                newSoftTtl,
                newNegativeTtl,
                newStaleLimit,
                maxBytes,
                sharerBytes,
                maxAnswerBytes,
                maxResults,
                maxResultsPassed,
                maxServers,
                maxChanges,
                maxQueuedSearches,
                maxFilesPerClient,
                maxFiles,
                maxClientMessage,
                logInTime,
                sharedAskTime,
                searchTime,
                errorTime);
    }
}
