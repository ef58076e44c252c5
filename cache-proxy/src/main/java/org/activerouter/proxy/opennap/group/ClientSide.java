package org.activerouter.proxy.opennap.group;

import io.netty.buffer.ByteBuf;
import org.activerouter.analyzer.opennap.LogIn;
import org.activerouter.analyzer.opennap.MessageType;
import org.activerouter.proxy.opennap.LogInMessage;
import org.activerouter.proxy.opennap.MessageSplitter;
import org.activerouter.proxy.opennap.cache.Asker;

/** What the client says: searches go to the {@link SearchQueue}, the log-in loses its wish for compression, all else passes. One thread. */
final class ClientSide implements MessageSplitter.Receiver {
    /** What real servers take; what is longer passes, and they end the session. */
    private static final int LONGEST = 2_048;

    private static final int CHANGE_PORT = 703;

    private final GroupSession session;
    private final SearchQueue searches;
    private final MessageSplitter splitter = new MessageSplitter(this);

    ClientSide(GroupSession session, SearchQueue searches) {
        this.session = session;
        this.searches = searches;
    }

    MessageSplitter splitter() {
        return splitter;
    }

    @Override
    public boolean begins(int type, int length) {
        if (session.isStrange()) {
            if (!LogInMessage.mayBegin(type) || length > LONGEST) {
                session.becomePlain();
                return false;
            }
            session.understood();
        }
        if (type == CHANGE_PORT) {
            searches.firewalled();
        }
        return length <= LONGEST && (LogInMessage.mayBegin(type) || type == MessageType.SEARCH);
    }

    @Override
    public void message(int type, int length, ByteBuf bytes, int index) {
        switch (type) {
            case MessageType.SEARCH -> searches.search(bytes, index, length);
            case MessageType.LOG_IN, MessageType.LOG_IN_REGISTER -> logIn(type, length, bytes, index);
            default -> piece(bytes, index, MessageSplitter.HEADER + length);
        }
    }

    private void logIn(int type, int length, ByteBuf bytes, int index) {
        LogIn logIn = LogIn.read(bytes.nioBuffer(index + MessageSplitter.HEADER, length), 0, length);
        if (logIn != null) {
            searches.loggingIn(Asker.of(logIn));
        }
        LogInMessage.pass(session.toServer(), type, length, bytes, index);
    }

    @Override
    public void begun(int type) {
        if (type == MessageType.SEARCH) {
            searches.begun();
        }
    }

    @Override
    public void piece(ByteBuf bytes, int index, int count) {
        session.toServer().pass(bytes, index, count);
    }
}
