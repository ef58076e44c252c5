package org.activerouter.manager.policy;

import org.activerouter.capture.Endpoint;

/**
 * Something is to be done, or would be. Immutable.
 *
 * @param nanos when, nanoseconds since 1970
 * @param server whose clients it is about
 * @param protocol id of its protocol
 * @param service name of its service
 * @param policy name of the policy
 * @param action what is to be done
 * @param cause who wants it
 * @param verdict what was thought of the server
 * @param configurationHash which configuration was in force
 */
public record Decision(
        long nanos,
        Endpoint server,
        String protocol,
        String service,
        String policy,
        Action action,
        Cause cause,
        Verdict verdict,
        String configurationHash) {
    /** What is to be done. */
    public enum Action {
        /** Send new clients to the service. */
        REDIRECT("redirect"),
        /** Send new clients to the server again. */
        RELEASE("release"),
        /** As {@link #REDIRECT}, but the policy only observes: nothing is done. */
        WOULD_REDIRECT("would redirect"),
        /** As {@link #RELEASE}, after a {@link #WOULD_REDIRECT}. */
        WOULD_RELEASE("would release");

        private final String words;

        Action(String words) {
            this.words = words;
        }

        /** Whether something is to be done at all. */
        public boolean isCarriedOut() {
            return this == REDIRECT || this == RELEASE;
        }

        /** Whether it is the beginning of a redirect, real or not. */
        public boolean begins() {
            return this == REDIRECT || this == WOULD_REDIRECT;
        }
    }

    /** Who wants it. */
    public enum Cause {
        /** The policy. */
        POLICY,
        /** An operator's command. */
        OPERATOR,
        /** A new configuration, in which the server may not be redirected any more. */
        CONFIGURATION
    }

    /** The log line. */
    public String text() {
        String who = switch (cause) {
            case POLICY -> "policy " + policy;
            case OPERATOR -> "by the operator";
            case CONFIGURATION -> "by the new configuration";
        };
        return action.words + " " + server + " (" + who + "): " + verdict.text();
    }
}
