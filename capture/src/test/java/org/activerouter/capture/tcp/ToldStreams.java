package org.activerouter.capture.tcp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.activerouter.capture.Direction;
import org.activerouter.capture.FlowKey;

/** Puts together what is told of one connection, with zeros where bytes were missing. */
final class ToldStreams implements StreamListener {
    final Stream client = new Stream();
    final Stream server = new Stream();
    final List<String> endings = new ArrayList<>();
    boolean fromStart;
    boolean tainted;
    int connections;

    /** One direction. */
    static final class Stream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final BitSet missing = new BitSet();
        final List<Long> nanos = new ArrayList<>();
        private long last = Long.MIN_VALUE;

        byte[] bytes() {
            return bytes.toByteArray();
        }

        private void at(long nanos) {
            if (nanos < last) {
                throw new AssertionError("time goes back");
            }
            last = nanos;
        }
    }

    StreamListener opened(FlowKey key, boolean seenFromStart, long nanos) {
        connections++;
        fromStart = seenFromStart;
        return this;
    }

    private Stream stream(Direction from) {
        return from == Direction.FROM_CLIENT ? client : server;
    }

    @Override
    public void bytes(Direction from, ByteBuffer bytes, long nanos) {
        stream(from).at(nanos);
        stream(from).nanos.add(nanos);
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        stream(from).bytes.writeBytes(copy);
    }

    @Override
    public void gap(Direction from, long missingBytes, long nanos) {
        Stream stream = stream(from);
        stream.at(nanos);
        int start = stream.bytes.size();
        stream.missing.set(start, start + (int) missingBytes);
        stream.bytes.writeBytes(new byte[(int) missingBytes]);
    }

    @Override
    public void tainted(Direction from, long nanos) {
        tainted = true;
    }

    @Override
    public void closed(CloseReason how, long nanos) {
        endings.add(how.name());
    }
}
