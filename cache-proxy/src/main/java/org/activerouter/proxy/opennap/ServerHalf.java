package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import org.activerouter.analyzer.opennap.LogIn;
import org.activerouter.analyzer.opennap.MessageType;

/**
 * What the server says. All of it passes to the client, but for answers that the client has had already. One thread.
 */
final class ServerHalf implements MessageSplitter.Receiver {
    /** A path of a file system, and numbers. A result that is longer passes and is not kept. */
    private static final int LONGEST_RESULT = 4096;

    private static final int LONGEST_ERROR = 2048;

    private final NapSession session;
    private final ClientHalf client;
    private final ServerSearches searches;
    private final MessageSplitter splitter = new MessageSplitter(this);
    private boolean swallowing;
    private boolean saidWhy;

    ServerHalf(NapSession session, ClientHalf client, ServerSearches searches) {
        this.session = session;
        this.client = client;
        this.searches = searches;
    }

    MessageSplitter splitter() {
        return splitter;
    }

    /** Whether the server has told the client that it will end the connection. */
    boolean saidWhy() {
        return saidWhy;
    }

    @Override
    public boolean begins(int type, int length) {
        swallowing = false;
        if (!session.isCounting()) {
            notCounting(type);
            return false;
        }
        switch (type) {
            case MessageType.RESULT -> {
                return length <= LONGEST_RESULT || begunTooLong();
            }
            case MessageType.ERROR -> {
                if (length > LONGEST_ERROR) {
                    searches.error(null, 0, 0);
                }
                return length <= LONGEST_ERROR;
            }
            case MessageType.END_OF_RESULTS -> {
                return length <= LONGEST_ERROR;
            }
            case MessageType.LOGGED_IN -> {
                other(type);
                return length <= LONGEST_ERROR;
            }
            default -> other(type);
        }
        return false;
    }

    /** What it ends or begins is the answer to a search of before, which passes. */
    @Override
    public void begun(int type) {
        session.searchTraffic();
        swallowing = false;
        if (!session.isCounting()) {
            notCounting(type);
            return;
        }
        switch (type) {
            case MessageType.RESULT -> searches.result(null, 0, 0);
            case MessageType.ERROR -> searches.error(null, 0, 0);
            case MessageType.END_OF_RESULTS -> searches.end();
            default -> other(type);
        }
    }

    private boolean begunTooLong() {
        swallowing = searches.isBusy() && !searches.isVisible();
        searches.result(null, 0, 0);
        return false;
    }

    private void notCounting(int type) {
        if (type == MessageType.RESULT || type == MessageType.END_OF_RESULTS || type == MessageType.ERROR) {
            session.searchTraffic();
        }
        if (session.isStrange() || type == MessageType.FATAL) {
            other(type);
        }
    }

    private void other(int type) {
        switch (type) {
            case MessageType.LOGGED_IN -> client.loggedIn();
            case MessageType.FATAL -> {
                saidWhy = true;
                client.logInRefused();
            }
            case MessageType.SERVER_CHANGES_PORT, MessageType.PORT_IS_NOT_REACHABLE -> client.uncertain();
            case MessageType.SERVER_CHANGES_SPEED -> client.otherResults();
            default -> {}
        }
    }

    @Override
    public void message(int type, int length, ByteBuf bytes, int index) {
        boolean silent = searches.isBusy() && !searches.isVisible();
        int dataIndex = index + MessageSplitter.HEADER;
        boolean passes = true;
        switch (type) {
            case MessageType.RESULT -> {
                passes = !silent;
                searches.result(bytes, dataIndex, length);
            }
            case MessageType.END_OF_RESULTS -> {
                passes = !silent;
                searches.end();
            }
            case MessageType.LOGGED_IN -> {
                if (LogIn.grantsCompression(bytes.nioBuffer(dataIndex, length), 0, length)) {
                    session.becomePlain();
                }
            }
            default -> passes = searches.error(bytes, dataIndex, length);
        }
        if (passes && !session.isOver()) {
            session.toClient().pass(bytes, index, MessageSplitter.HEADER + length);
        }
    }

    @Override
    public void piece(ByteBuf bytes, int index, int count) {
        if (!swallowing && !session.isOver()) {
            session.toClient().pass(bytes, index, count);
        }
    }
}
