package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import org.activerouter.analyzer.opennap.LogIn;
import org.activerouter.analyzer.opennap.MessageType;
import org.activerouter.proxy.opennap.cache.Asker;
import org.activerouter.proxy.opennap.cache.Limit;
import org.activerouter.proxy.opennap.cache.ServerShelf;
import org.activerouter.proxy.opennap.directory.Registrations;
import org.activerouter.proxy.opennap.directory.Sharer;
import org.jspecify.annotations.Nullable;

/**
 * What the client says. The log-in loses its wish for compression; what is shared is noted; searches go to the
 * {@link SearchDesk}. Everything else passes to the server. One thread.
 */
final class ClientHalf implements MessageSplitter.Receiver {
    private final NapSession session;
    private final Shared shared;
    private final ServerShelf shelf;
    private final InetAddress address;
    private final ServerSearches searches;
    private final Searcher searcher;
    private final SearchDesk desk;
    private final MessageSplitter splitter = new MessageSplitter(this);
    private @Nullable Sharer loggingIn;
    private @Nullable Registrations registrations;
    private final Deque<PendingMessage> unaccepted = new ArrayDeque<>(0);
    private boolean askedToLogIn;
    private boolean tooMuchUnaccepted;
    private boolean toldUnknown;
    private boolean left;

    ClientHalf(
            NapSession session,
            Shared shared,
            ServerShelf shelf,
            SearchTraffic traffic,
            InetAddress address,
            ServerSearches searches) {
        this.session = session;
        this.shared = shared;
        this.shelf = shelf;
        this.address = address;
        this.searches = searches;
        this.searcher = new Searcher(shared, shelf);
        this.desk = new SearchDesk(session, this, shared, searcher, traffic, searches);
    }

    MessageSplitter splitter() {
        return splitter;
    }

    boolean isLoggedIn() {
        return registrations != null;
    }

    @Override
    public boolean begins(int type, int length) {
        boolean tooLong = length > shared.settings().sessions().maxClientMessage();
        if (session.isStrange() && (tooLong || !LogInMessage.mayBegin(type))) {
            session.becomePlain();
            return false;
        }
        if (tooLong) {
            session.refuse(Limit.MESSAGE_SIZE);
        }
        return !tooLong;
    }

    @Override
    public void message(int type, int length, ByteBuf bytes, int index) {
        if (session.isStrange()) {
            session.understood();
        }
        if (session.isOver() || session.isStale()) {
            if (session.isStale() && type == MessageType.SEARCH) {
                desk.search(bytes, index, length);
            }
            return;
        }
        switch (type) {
            case MessageType.SEARCH -> desk.search(bytes, index, length);
            case MessageType.LOG_IN, MessageType.LOG_IN_REGISTER -> logIn(type, length, bytes, index);
            default -> {
                if (!desk.holdsBack(bytes, index, length)) {
                    passOther(type, length, bytes, index);
                }
            }
        }
    }

    /** A message that is no search goes to the server. */
    void passOther(int type, int length, ByteBuf bytes, int index) {
        note(type, length, bytes, index + MessageSplitter.HEADER);
        pass(bytes, index, length);
    }

    private void pass(ByteBuf bytes, int index, int length) {
        searches.otherMessage();
        session.toServer().pass(bytes, index, MessageSplitter.HEADER + length);
    }

    /** With two log-ins under way nobody knows which one the server accepts. */
    private void logIn(int type, int length, ByteBuf bytes, int index) {
        if (registrations == null && askedToLogIn) {
            session.doubt(Limit.DOUBT);
        } else if (registrations == null) {
            askedToLogIn = true;
            loggingIn(LogIn.read(bytes.nioBuffer(index + MessageSplitter.HEADER, length), 0, length));
        }
        searches.otherMessage();
        LogInMessage.pass(session.toServer(), type, length, bytes, index);
    }

    private void loggingIn(@Nullable LogIn logIn) {
        if (logIn != null) {
            Asker asker = Asker.of(logIn);
            loggingIn = new Sharer(logIn.nick(), address, logIn.linkType(), asker);
            searcher.loggingIn(asker);
        }
    }

    /** The server has refused a log-in; some let the client try again. */
    void logInRefused() {
        askedToLogIn = false;
        loggingIn = null;
    }

    /** The server has accepted the log-in. */
    void loggedIn() {
        if (loggingIn != null && registrations == null) {
            registrations = shared.directory().enter(shelf, loggingIn);
            searcher.loggedIn(registrations);
            if (tooMuchUnaccepted) {
                registrations.loseCount();
            }
            unaccepted.forEach(
                    message -> note(message.type(), message.length(), message.bytes(), MessageSplitter.HEADER));
            unaccepted.clear();
        }
    }

    /**
     * Goes on in the middle of a conversation. What the client shares already was not seen here, so anything may match: until it is
     * {@linkplain #adopt handed over} by who has seen it.
     *
     * @param outstanding searches that the server is still answering
     */
    void resume(LogIn logIn, int outstanding) {
        tooMuchUnaccepted = true;
        toldUnknown = true;
        loggingIn(logIn);
        loggedIn();
        for (int i = 0; i < outstanding; i++) {
            desk.wasAsked();
        }
    }

    /** What the client has registered in the conversation that goes on here was seen, all of it; it may have left meanwhile. */
    void adopt(Registrations seen) {
        Registrations mine = registrations;
        if (mine != null && mine.heard() == 0 && !left) {
            registrations = seen;
            toldUnknown = false;
            shared.directory().adopt(seen);
            searcher.loggedIn(seen);
        } else {
            seen.leave(session.wires().nanos(), false);
        }
    }

    @Override
    public void begun(int type) {
        if (type == MessageType.SEARCH) {
            desk.wasAsked();
        } else {
            searches.otherMessage();
        }
    }

    private void note(int type, int length, ByteBuf bytes, int dataIndex) {
        Registrations its = registrations;
        if (its == null) {
            noteLater(type, length, bytes, dataIndex);
            return;
        }
        long now = session.wires().nanos();
        switch (type) {
            case MessageType.SHARE -> its.share(bytes.nioBuffer(dataIndex, length), 0, length, now);
            case MessageType.SHARE_FOLDER -> its.shareFolder(bytes.nioBuffer(dataIndex, length), 0, length, now);
            case MessageType.SHARE_OTHER -> its.shareOther(bytes.nioBuffer(dataIndex, length), 0, length, now);
            case MessageType.UNSHARE -> its.unshare(bytes.nioBuffer(dataIndex, length), 0, length, now);
            case MessageType.UNSHARE_ALL -> its.unshareAll(now);
            case MessageType.CHANGE_PORT -> uncertain();
            case MessageType.CHANGE_SPEED -> its.loseCertainty();
            default -> {}
        }
        if (its.isUnknown() && !toldUnknown) {
            toldUnknown = true;
            shared.counters().met(Limit.FILES);
        }
    }

    /** What a client says behind its log-in counts if the server accepts that: the nick may be somebody else's. */
    private void noteLater(int type, int length, ByteBuf bytes, int dataIndex) {
        if (loggingIn != null && MessageType.isRegistration(type)) {
            if (unaccepted.size() < shared.settings().sessions().maxQueuedSearches()) {
                unaccepted.add(PendingMessage.copyOf(bytes, dataIndex - MessageSplitter.HEADER, length, null));
            } else {
                tooMuchUnaccepted = true;
            }
        }
    }

    /** Whether the server takes the client for firewalled is not known any more. */
    void uncertain() {
        searcher.uncertain();
        otherResults();
    }

    /** The server tells of the client's files in another way from now on. */
    void otherResults() {
        if (registrations != null) {
            registrations.loseCertainty();
        }
    }

    void goOn() {
        desk.goOn();
    }

    void answered() {
        desk.answered();
    }

    void doubt() {
        desk.doubt();
    }

    /** The client will say no more. */
    void finished() {
        desk.finished();
    }

    /** The server is gone. */
    void serverGone() {
        desk.serverGone();
    }

    /** The session is over. If the server is gone as well, its other answers stay what they are. */
    void over(boolean serverIsGone) {
        desk.over();
        Registrations its = registrations;
        if (its != null && !left) {
            left = true;
            its.leave(session.wires().nanos(), !serverIsGone);
        }
    }

    @Override
    public void piece(ByteBuf bytes, int index, int count) {
        if (!session.isOver()) {
            session.toServer().pass(bytes, index, count);
        }
    }
}
