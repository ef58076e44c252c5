package org.activerouter.analyzer.opennap;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.capture.Direction;
import org.activerouter.capture.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * Reads one connection for {@link AnswersSeen}, beside the reader that measures it. That one measures what it can in spite of gaps;
 * this one gives up at the first doubt, because what it tells will be told to others. One thread.
 */
final class AnswerReader implements Conversation {
    private static final int MAX_FROM_CLIENT = 2048;
    private static final int MAX_RESULT = 4096;
    private static final int MAX_ANSWER = 64 << 10;
    private static final int MAX_EARLY = 64;

    private final FlowKey connection;
    private final AnswersSeen listener;
    private final MessageCutter client = new MessageCutter(MAX_FROM_CLIENT, this::fromClient);
    private final MessageCutter server = new MessageCutter(MAX_RESULT, this::fromServer);
    private boolean over;
    private boolean askedToLogIn;
    private boolean loggedIn;
    private @Nullable LogIn logIn;
    private final List<Runnable> early = new ArrayList<>(0);
    private boolean begun;

    private byte @Nullable [] search;
    private long askedNanos;
    private List<byte[]> results = new ArrayList<>();
    private int resultBytes;

    /** Searches without an end of results so far. */
    private int outstanding;

    /** The answer that is coming is not to be told. */
    private boolean spoilt;

    AnswerReader(FlowKey connection, AnswersSeen listener) {
        this.connection = connection;
        this.listener = listener;
    }

    @Override
    public Reading bytes(Direction from, ByteBuffer bytes, long nanos) {
        if (!over) {
            (from == Direction.FROM_CLIENT ? client : server).bytes(bytes, nanos);
        }
        return over ? Reading.OPAQUE : Reading.IN_STEP;
    }

    @Override
    public void gap(Direction from, long missingBytes, long nanos) {
        end(false, nanos);
    }

    @Override
    public void tainted(Direction from, long nanos) {
        end(false, nanos);
    }

    @Override
    public void closed(long nanos) {
        end(loggedIn, nanos);
    }

    private void end(boolean departed, long nanos) {
        if (!over) {
            over = true;
            search = null;
            results = List.of();
            early.clear();
            listener.ended(connection, departed, nanos);
        }
    }

    private void fromClient(int type, byte @Nullable [] data, long nanos) {
        if (over) {
            return;
        }
        if (!begun
                && type != MessageType.LOG_IN
                && type != MessageType.LOG_IN_REGISTER
                && type != MessageType.IS_NICK_FREE) {
            end(false, nanos);
            return;
        }
        begun = true;
        switch (type) {
            case MessageType.LOG_IN, MessageType.LOG_IN_REGISTER -> logIn(data, nanos);
            case MessageType.SEARCH -> asked(data, nanos);
            // What was told of the client is not true any more.
            case MessageType.CHANGE_SPEED, MessageType.CHANGE_PORT -> end(false, nanos);
            default -> {
                if (MessageType.isRegistration(type)) {
                    registered(type, data, nanos);
                }
            }
        }
    }

    /** With two log-ins under way nobody knows which one the server accepts. */
    private void logIn(byte @Nullable [] data, long nanos) {
        if (loggedIn) {
            return;
        }
        if (askedToLogIn || data == null) {
            end(false, nanos);
        } else {
            askedToLogIn = true;
            logIn = LogIn.read(ByteBuffer.wrap(data), 0, data.length);
        }
    }

    /** Said before the server has accepted the client, it counts from then on. */
    private void registered(int type, byte @Nullable [] data, long nanos) {
        if (data == null || early.size() >= MAX_EARLY) {
            end(false, nanos);
        } else if (loggedIn) {
            listener.registered(connection, type, data, nanos);
        } else {
            early.add(() -> listener.registered(connection, type, data, nanos));
        }
    }

    private void asked(byte @Nullable [] data, long nanos) {
        outstanding++;
        spoilt |= outstanding > 1 || data == null;
        search = data;
        askedNanos = nanos;
    }

    private void fromServer(int type, byte @Nullable [] data, long nanos) {
        if (over) {
            return;
        }
        switch (type) {
            case MessageType.LOGGED_IN -> accepted(data, nanos);
            case MessageType.FATAL -> askedToLogIn = false;
            case MessageType.RESULT -> result(data);
            case MessageType.END_OF_RESULTS -> ended();
            case MessageType.ERROR -> spoilt |= outstanding > 0;
            case MessageType.SERVER_CHANGES_PORT, MessageType.SERVER_CHANGES_SPEED, MessageType.PORT_IS_NOT_REACHABLE ->
                end(false, nanos);
            default -> {}
        }
    }

    private void accepted(byte @Nullable [] data, long nanos) {
        LogIn accepted = logIn;
        if (accepted == null || data == null || LogIn.grantsCompression(ByteBuffer.wrap(data), 0, data.length)) {
            end(false, nanos);
        } else if (!loggedIn) {
            loggedIn = true;
            listener.loggedIn(connection, accepted.nick(), accepted.port() == 0, accepted.linkType(), nanos);
            early.forEach(Runnable::run);
            early.clear();
        }
    }

    private void result(byte @Nullable [] data) {
        if (data == null || outstanding != 1 || spoilt || resultBytes + data.length > MAX_ANSWER) {
            spoilt = true;
            results.clear();
            return;
        }
        resultBytes += data.length;
        results.add(data);
    }

    private void ended() {
        byte[] asked = search;
        if (outstanding == 1 && !spoilt && loggedIn && asked != null) {
            listener.answered(connection, asked, results, askedNanos);
            results = new ArrayList<>();
        }
        outstanding = Math.max(0, outstanding - 1);
        spoilt = outstanding > 0;
        results.clear();
        resultBytes = 0;
    }
}
