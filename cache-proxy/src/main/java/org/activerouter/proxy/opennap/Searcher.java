package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import org.activerouter.proxy.opennap.cache.AnswerCollector;
import org.activerouter.proxy.opennap.cache.Asker;
import org.activerouter.proxy.opennap.cache.SearchKey;
import org.activerouter.proxy.opennap.cache.ServerShelf;
import org.activerouter.proxy.opennap.cache.Spelling;
import org.activerouter.proxy.opennap.directory.Registrations;
import org.jspecify.annotations.Nullable;

/** The client as one who searches: what its server takes it for, and what it shares itself. One thread, that of the session. */
final class Searcher {
    private static final ThreadLocal<Spelling> SPELLING = ThreadLocal.withInitial(Spelling::new);

    private final Shared shared;
    private final ServerShelf shelf;
    private final AnswerCollector own;
    private @Nullable Asker asker;
    private @Nullable Registrations registrations;
    private boolean uncertain;

    Searcher(Shared shared, ServerShelf shelf) {
        this.shared = shared;
        this.shelf = shelf;
        this.own = new AnswerCollector(shared.settings().memory().maxAnswerBytes());
    }

    /** The client has said who it is; searches wait until the server has accepted it. */
    void loggingIn(Asker who) {
        asker = who;
    }

    /** The server has accepted the client. */
    void loggedIn(Registrations its) {
        registrations = its;
    }

    /** What the server takes the client for is not known any more: its searches all go to the server, and are not kept. */
    void uncertain() {
        uncertain = true;
    }

    /** Its server's place in the cache. */
    ServerShelf shelf() {
        return shelf;
    }

    /** Who asks; null until it has said so. */
    @Nullable
    Asker asker() {
        return asker;
    }

    /** What it shares; null until the server has accepted it. */
    @Nullable
    Registrations registrations() {
        return registrations;
    }

    /** What a search asks for; null if its answer is not to be kept, or it is none. */
    @Nullable
    SearchKey keyOf(ByteBuf bytes, int index, int length) {
        Asker who = asker;
        if (who == null || uncertain || length > Spelling.LONGEST) {
            return null;
        }
        Spelling spelling = SPELLING.get();
        return shared.cache()
                .keyOf(spelling.ask(shelf, who.firewalled(), bytes, index + MessageSplitter.HEADER, length));
    }

    /** Whether it shares nothing that could match, or nothing that is not certainly known. */
    boolean ownFilesAreKnown(SearchKey key) {
        Registrations its = registrations;
        return its != null && its.own(key, own) != null;
    }
}
