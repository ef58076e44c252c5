package org.activerouter.analyzer.opennap;

import java.util.List;
import org.activerouter.analyzer.protocol.Bystander;
import org.activerouter.capture.FlowKey;

/**
 * Is told what servers answered, as it passed by, so that somebody else can answer the same later. Told is only what is beyond
 * doubt: connections seen from their first byte without a gap, answers that the client has acknowledged, searches that were alone
 * at the server from question to answer.
 *
 * <p>Called on the analysis thread, which must not wait. Times are nanoseconds since 1970 of the capture's clock. The arrays are
 * the listener's to keep.
 */
public interface AnswersSeen {
    /**
     * A server has accepted a client.
     *
     * @param nick as the client wrote it
     * @param firewalled whether it said that nobody can connect to it
     * @param linkType its speed class
     */
    void loggedIn(FlowKey connection, String nick, boolean firewalled, int linkType, long nanos);

    /** A client has shared or withdrawn files: the data of a message of type 100, 870, 10300, 102 or 110. */
    void registered(FlowKey connection, int type, byte[] data, long nanos);

    /**
     * A server has answered a search.
     *
     * @param search the data of the message of type 200
     * @param results the data of the messages of type 201, in their order
     * @param askedNanos when the search was seen
     */
    void answered(FlowKey connection, byte[] search, List<byte[]> results, long askedNanos);

    /** Nothing more will be told of this connection: it has ended, or cannot be read any more. */
    void ended(FlowKey connection, boolean departed, long nanos);

    /** Reads connections for a listener. What is joined in the middle is not read. */
    static Bystander bystander(AnswersSeen listener) {
        return (protocol, connection, fromStart) ->
                fromStart && protocol.equals(OpenNap.ID) ? new AnswerReader(connection, listener) : null;
    }
}
