package org.activerouter.analyzer.opennap;

import java.nio.ByteBuffer;
import org.activerouter.analyzer.protocol.Standing;
import org.activerouter.capture.Direction;
import org.jspecify.annotations.Nullable;

/**
 * Where an OpenNap conversation stands.
 *
 * @param fromClient the message that the client has begun to send
 * @param fromServer the message that the server has begun to send
 * @param loggedIn whether the server has accepted a log-in
 * @param logIn what the client said when it logged in; null if that was not seen, or not accepted yet
 * @param registrations how many times the client has shared or withdrawn something
 * @param outstanding searches whose answer has not ended
 * @param exact whether that is certain
 * @param isOpaque whether both directions are compressed, or no message boundary can be found any more
 */
public record NapStanding(
        Unfinished fromClient,
        Unfinished fromServer,
        boolean loggedIn,
        @Nullable LogIn logIn,
        int registrations,
        int outstanding,
        boolean exact,
        boolean isOpaque)
        implements Standing {
    @Override
    public @Nullable NapStanding after(ByteBuffer bytesOfClient, ByteBuffer bytesOfServer) {
        if (isOpaque) {
            return this;
        }
        ReadOn client = ReadOn.through(bytesOfClient, Direction.FROM_CLIENT, fromClient);
        ReadOn server = ReadOn.through(bytesOfServer, Direction.FROM_SERVER, fromServer);
        int left = outstanding + client.searches() - server.ends();
        if (client.unclear() || server.unclear() || left < 0) {
            return null;
        }
        return new NapStanding(
                client.unfinished(),
                server.unfinished(),
                loggedIn,
                logIn,
                registrations + client.registrations(),
                left,
                exact,
                false);
    }

    /**
     * How much of a message has been acknowledged: nothing, a part of its header, or the header and a part of its data.
     *
     * @param headerBytes 0 to 3 bytes of a header; 0 as well if the header is complete
     * @param header these bytes, the first of them lowest
     * @param type of the message whose header is complete; -1 if there is none
     * @param length of its data in all
     * @param missing how many of them are still to come, at least 1; 0 if there is none
     */
    public record Unfinished(int headerBytes, int header, int type, int length, int missing) {
        /** At a boundary. */
        public static final Unfinished NOTHING = new Unfinished(0, 0, -1, 0, 0);
    }
}
