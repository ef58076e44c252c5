package org.activerouter.analyzer.turns;

import java.nio.ByteBuffer;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.analyzer.protocol.ExchangePairing;
import org.activerouter.analyzer.protocol.ObservationSink;
import org.activerouter.capture.Direction;

/**
 * Whose turn it is. A query begins with the client's first bytes after the server's, is answered by the server's first bytes after
 * those, and is over when the client speaks again, at the time of the server's last bytes.
 */
final class TurnsConversation implements Conversation {
    private final ExchangePairing exchanges;
    private Turn turn;

    /** Of the server's turn: when it began, and its latest bytes. */
    private long firstNanos;

    private long lastNanos;
    private boolean closed;

    private enum Turn {
        /** Nobody's as far as is known: what the client says now may be the middle of something. */
        UNKNOWN,
        /** The server's, and the client has not asked anything. */
        SERVERS_OWN,
        /** The client's: it is asking. */
        CLIENTS,
        /** The server's: it is answering. */
        SERVERS
    }

    TurnsConversation(boolean fromStart, ObservationSink sink) {
        exchanges = new ExchangePairing(Long.MAX_VALUE, sink);
        turn = fromStart ? Turn.SERVERS_OWN : Turn.UNKNOWN;
    }

    @Override
    public Reading bytes(Direction from, ByteBuffer bytes, long nanos) {
        if (closed) {
            return Reading.NOT_MINE;
        }
        if (bytes.hasRemaining()) {
            if (from == Direction.FROM_CLIENT) {
                clientSpeaks(nanos);
            } else {
                serverSpeaks(nanos);
            }
        }
        return Reading.IN_STEP;
    }

    private void clientSpeaks(long nanos) {
        if (turn == Turn.SERVERS) {
            exchanges.completed(firstNanos, lastNanos);
        }
        if (turn == Turn.SERVERS || turn == Turn.SERVERS_OWN) {
            exchanges.asked(nanos);
            turn = Turn.CLIENTS;
        }
    }

    private void serverSpeaks(long nanos) {
        lastNanos = nanos;
        if (turn == Turn.CLIENTS) {
            firstNanos = nanos;
            exchanges.result(nanos, nanos);
            turn = Turn.SERVERS;
        } else if (turn == Turn.UNKNOWN) {
            turn = Turn.SERVERS_OWN;
        }
    }

    /** What is missing may have held whole turns. */
    @Override
    public void gap(Direction from, long missingBytes, long nanos) {
        exchanges.touch();
        if (turn == Turn.SERVERS || turn == Turn.CLIENTS) {
            exchanges.completed(nanos, nanos);
        }
        turn = Turn.UNKNOWN;
    }

    @Override
    public void tainted(Direction from, long nanos) {
        exchanges.tainted();
    }

    @Override
    public void closed(long nanos) {
        if (!closed && turn == Turn.SERVERS) {
            exchanges.completed(firstNanos, lastNanos);
        }
        closed = true;
        exchanges.closed(nanos);
    }
}
