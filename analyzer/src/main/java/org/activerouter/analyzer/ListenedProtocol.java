package org.activerouter.analyzer;

import java.nio.ByteBuffer;
import java.util.Set;
import org.activerouter.analyzer.opennap.AnswersSeen;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.analyzer.protocol.ObservationSink;
import org.activerouter.analyzer.protocol.Protocol;
import org.activerouter.capture.Direction;
import org.activerouter.capture.FlowKey;

/** OpenNap, read twice: once to measure, and once for somebody who wants to know the answers themselves. */
record ListenedProtocol(Protocol measured, AnswersSeen listener) implements Protocol {
    @Override
    public String id() {
        return measured.id();
    }

    @Override
    public Set<Integer> defaultPorts() {
        return measured.defaultPorts();
    }

    @Override
    public int recognise(Direction from, ByteBuffer firstBytes) {
        return measured.recognise(from, firstBytes);
    }

    /** What is joined in the middle is measured only. */
    @Override
    public Conversation open(FlowKey key, boolean fromStart, ObservationSink sink) {
        Conversation measuring = measured.open(key, fromStart, sink);
        return fromStart ? new ReadTwice(measuring, AnswersSeen.reader(key, listener)) : measuring;
    }

    private record ReadTwice(Conversation measuring, Conversation listening) implements Conversation {
        @Override
        public Reading bytes(Direction from, ByteBuffer bytes, long nanos) {
            Reading reading = measuring.bytes(from, bytes, nanos);
            if (reading == Reading.IN_STEP) {
                listening.bytes(from, bytes, nanos);
            } else {
                listening.tainted(from, nanos);
            }
            return reading;
        }

        @Override
        public void gap(Direction from, long missingBytes, long nanos) {
            measuring.gap(from, missingBytes, nanos);
            listening.gap(from, missingBytes, nanos);
        }

        @Override
        public void tainted(Direction from, long nanos) {
            measuring.tainted(from, nanos);
            listening.tainted(from, nanos);
        }

        @Override
        public void closed(long nanos) {
            measuring.closed(nanos);
            listening.closed(nanos);
        }
    }
}
