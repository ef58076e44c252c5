package org.activerouter.proxy.http;

import java.time.Duration;

/**
 * What a session takes, and how long it waits for what; checked once a second. What meets a limit is counted under a name of
 * {@link Fault}.
 *
 * @param headBytes the longest head of a message; servers' own limits lie between 8 and 64 kB
 * @param head from the first byte of a request's head to its last
 * @param body between two pieces of a request's body
 * @param keepAlive between an answer and the next request
 * @param answer from a request to the first byte of its answer
 * @param secondTry the same, for a request that may be tried on another member; an answer that stops for so long counts against its
 *     member
 * @param stall between two pieces of an answer, for a client that keeps up; and until a client ends a connection whose end it was told
 * @param split how members share a long answer
 */
public record HttpLimits(
        int headBytes,
        Duration head,
        Duration body,
        Duration keepAlive,
        Duration answer,
        Duration secondTry,
        Duration stall,
        SplitLimits split) {
    /** Refuses what cannot be held to, or what the second's pace cannot measure. */
    public HttpLimits {
        if (headBytes < 1024) {
            throw new IllegalArgumentException("heads of " + headBytes + " bytes: even small ones are longer");
        }
        for (Duration each : new Duration[] {head, body, keepAlive, answer, secondTry, stall}) {
            if (each.toSeconds() < 1) {
                throw new IllegalArgumentException("a limit of HTTP is below a second: " + each);
            }
        }
    }

    /**
     * What suits a gateway that must not break what worked without it: an overloaded server may take minutes. Servers end idle
     * connections earlier than this, which is passed on.
     */
    public static HttpLimits defaults() {
        return new HttpLimits(
                32 << 10,
                Duration.ofSeconds(15),
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                Duration.ofMinutes(5),
                Duration.ofSeconds(3),
                Duration.ofMinutes(2),
                SplitLimits.defaults());
    }
}
