package org.activerouter.proxy.takeover;

/** How a connection can be taken over, or why it cannot. */
sealed interface Plan {
    /**
     * It can.
     *
     * @param towardsClient the socket that is the server
     * @param towardsServer the socket that is the client
     */
    record Possible(Half towardsClient, Half towardsServer) implements Plan {}

    /**
     * It cannot.
     *
     * @param why a sentence, for people
     */
    record Impossible(String why) implements Plan {}
}
