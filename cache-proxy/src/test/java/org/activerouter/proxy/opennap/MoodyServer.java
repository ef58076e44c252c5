package org.activerouter.proxy.opennap;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.util.SplittableRandom;

/** A {@link SocketServer} that treats some clients badly: the beginning of a nick says how. */
final class MoodyServer {
    static final String SLOW = "slow";
    static final String DEAF = "deaf";
    static final String GARBAGE = "garbage";

    static final long SLOW_MILLIS = 1_500;
    private static final int GARBAGE_BYTES = 300_000;

    private MoodyServer() {}

    static SocketServer behind(ServerSocket listener, ModelServer model) {
        return new SocketServer(listener, model, MoodyServer::answers);
    }

    /** What a search of a client with such a nick is answered with. */
    static byte[] garbage() {
        byte[] bytes = new byte[GARBAGE_BYTES];
        new SplittableRandom(4).nextBytes(bytes);
        return bytes;
    }

    private static boolean answers(String nick, OutputStream out) throws IOException, InterruptedException {
        if (nick.startsWith(SLOW)) {
            Thread.sleep(SLOW_MILLIS);
        } else if (nick.startsWith(DEAF)) {
            Thread.sleep(Long.MAX_VALUE);
        } else if (nick.startsWith(GARBAGE)) {
            out.write(garbage());
            return false;
        }
        return true;
    }
}
