package org.activerouter.proxy.takeover;

import java.nio.ByteBuffer;

/** How a connection can be taken over, or why it cannot. */
sealed interface Plan {
    /**
     * It can.
     *
     * @param towardsClient the socket that is the server
     * @param towardsServer the socket that is the client
     * @param unsaid what the server has sent and the client has not acknowledged: to be said to the client, who may know it already
     */
    record Possible(Half towardsClient, Half towardsServer, ByteBuffer unsaid) implements Plan {}

    /**
     * It cannot.
     *
     * @param why a sentence, for people
     */
    record Impossible(String why) implements Plan {}
}
