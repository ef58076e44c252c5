package org.activerouter.analyzer.learning;

import java.nio.ByteBuffer;
import java.util.List;
import org.activerouter.analyzer.protocol.Protocol;
import org.activerouter.capture.Direction;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.tcp.CloseReason;
import org.activerouter.capture.tcp.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * One connection under study. Ends in one of three ways: recognised (then it passes everything on to the reader, what it has
 * kept first), impossible for every protocol, or out of room without a verdict. Missing or contradictory bytes end it as well.
 */
final class Study implements StreamListener {
    /** Of each direction: a log-in and its answer are a few hundred bytes. */
    static final int KEPT_BYTES = 1_024;

    /** A client alone must not be able to teach: it could name any server it can connect to. */
    static final int SERVER_MESSAGES = 1;

    private final Recogniser recogniser;
    private final FlowKey key;
    private final int[] fromClient;
    private final int[] fromServer;
    private @Nullable KeptBytes kept = new KeptBytes(KEPT_BYTES);
    private @Nullable StreamListener reader;

    Study(Recogniser recogniser, FlowKey key) {
        this.recogniser = recogniser;
        this.key = key;
        this.fromClient = new int[recogniser.protocols().size()];
        this.fromServer = new int[recogniser.protocols().size()];
    }

    @Override
    public void bytes(Direction from, ByteBuffer bytes, long nanos) {
        if (kept != null) {
            study(kept, from, bytes, nanos);
        }
        if (reader != null && bytes.hasRemaining()) {
            reader.bytes(from, bytes, nanos);
        }
    }

    private void study(KeptBytes all, Direction from, ByteBuffer bytes, long nanos) {
        all.keep(from, bytes, nanos);
        Protocol protocol = verdict(from, all.of(from));
        if (protocol != null) {
            giveUp();
            reader = recogniser.recognised(key, protocol, nanos);
            all.replay(reader);
        } else if (bytes.hasRemaining() || isHopeless()) {
            giveUp();
        }
    }

    private @Nullable Protocol verdict(Direction from, ByteBuffer firstBytes) {
        List<Protocol> protocols = recogniser.protocols();
        int[] messages = from == Direction.FROM_CLIENT ? fromClient : fromServer;
        for (int i = 0; i < messages.length; i++) {
            if (!isImpossible(i)) {
                messages[i] = protocols.get(i).recognise(from, firstBytes.duplicate());
                if (isBeyondDoubt(i)) {
                    return protocols.get(i);
                }
            }
        }
        return null;
    }

    private boolean isImpossible(int protocol) {
        return fromClient[protocol] < 0 || fromServer[protocol] < 0;
    }

    private boolean isBeyondDoubt(int protocol) {
        return !isImpossible(protocol)
                && fromClient[protocol] + fromServer[protocol]
                        >= recogniser.protocols().get(protocol).messagesBeyondDoubt()
                && fromServer[protocol] >= SERVER_MESSAGES;
    }

    private boolean isHopeless() {
        for (int i = 0; i < fromClient.length; i++) {
            if (!isImpossible(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void gap(Direction from, long missingBytes, long nanos) {
        giveUp();
        if (reader != null) {
            reader.gap(from, missingBytes, nanos);
        }
    }

    @Override
    public void tainted(Direction from, long nanos) {
        giveUp();
        if (reader != null) {
            reader.tainted(from, nanos);
        }
    }

    @Override
    public void closed(CloseReason how, long nanos) {
        giveUp();
        if (reader != null) {
            reader.closed(how, nanos);
        }
    }

    /** Keeps and asks no more. */
    void giveUp() {
        if (kept != null) {
            kept = null;
            recogniser.ended(this);
        }
    }
}
