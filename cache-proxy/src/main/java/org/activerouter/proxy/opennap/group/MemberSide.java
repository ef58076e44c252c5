package org.activerouter.proxy.opennap.group;

import io.netty.buffer.ByteBuf;
import org.activerouter.analyzer.opennap.LogIn;
import org.activerouter.analyzer.opennap.MessageType;
import org.activerouter.proxy.opennap.MessageSplitter;

/** What the member says that the session is with: everything passes; what it says of searches, and of the client, is noted. One thread. */
final class MemberSide implements MessageSplitter.Receiver {
    private static final int LONGEST_ACCEPTANCE = 1_024;

    /** The server wants another port of the client, or could not connect to the one that it named. */
    private static final int CHANGE_PORT = 613;

    private static final int PORT_IS_NOT_REACHABLE = 626;

    private final GroupSession session;
    private final SearchQueue searches;
    private final MessageSplitter splitter = new MessageSplitter(this);

    MemberSide(GroupSession session, SearchQueue searches) {
        this.session = session;
        this.searches = searches;
    }

    MessageSplitter splitter() {
        return splitter;
    }

    @Override
    public boolean begins(int type, int length) {
        begun(type);
        return type == MessageType.LOGGED_IN && length <= LONGEST_ACCEPTANCE;
    }

    @Override
    public void begun(int type) {
        switch (type) {
            case MessageType.RESULT, MessageType.ERROR -> searches.serverSays(false);
            case MessageType.END_OF_RESULTS -> searches.serverSays(true);
            case MessageType.LOGGED_IN -> searches.loggedIn();
            case CHANGE_PORT, PORT_IS_NOT_REACHABLE -> searches.firewalled();
            default -> {}
        }
    }

    /** A log-in that went by before may have asked for compression, and servers read numbers more generously than we do. */
    @Override
    public void message(int type, int length, ByteBuf bytes, int index) {
        if (LogIn.grantsCompression(bytes.nioBuffer(index + MessageSplitter.HEADER, length), 0, length)) {
            session.becomePlain();
        }
        piece(bytes, index, MessageSplitter.HEADER + length);
    }

    @Override
    public void piece(ByteBuf bytes, int index, int count) {
        session.toClient().pass(bytes, index, count);
    }
}
