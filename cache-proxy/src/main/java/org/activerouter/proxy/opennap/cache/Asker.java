package org.activerouter.proxy.opennap.cache;

import java.nio.ByteBuffer;
import org.activerouter.analyzer.opennap.LogIn;

/**
 * Who asks, as far as the answer depends on it.
 *
 * @param fingerprint of the nick
 * @param firewalled whether the client said at log-in that nobody can connect to it
 */
public record Asker(long fingerprint, boolean firewalled) {
    /** The client of that nick. */
    public static Asker of(ByteBuffer nick, int start, int length, boolean firewalled) {
        return new Asker(Fingerprint.of(nick, start, length), firewalled);
    }

    /** The client that logs in so: who names no port cannot be connected to. */
    public static Asker of(LogIn logIn) {
        return of(logIn.nick(), logIn.port() == 0);
    }

    /** The client of that nick, one character a byte. */
    public static Asker of(String nick, boolean firewalled) {
        return new Asker(Fingerprint.of(nick), firewalled);
    }
}
