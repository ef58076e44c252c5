package org.activerouter.analyzer;

import java.nio.ByteBuffer;
import java.util.Set;
import org.activerouter.analyzer.protocol.Bystander;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.analyzer.protocol.ObservationSink;
import org.activerouter.analyzer.protocol.Protocol;
import org.activerouter.analyzer.protocol.Standing;
import org.activerouter.capture.Direction;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.tcp.CloseReason;
import org.jspecify.annotations.Nullable;

/** A protocol whose connections are read twice: once to be measured, and once for a bystander. */
record ReadTwice(Protocol measured, Bystander bystander) implements Protocol {
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

    @Override
    public int messagesBeyondDoubt() {
        return measured.messagesBeyondDoubt();
    }

    @Override
    public boolean estimates() {
        return measured.estimates();
    }

    @Override
    public boolean countsResults() {
        return measured.countsResults();
    }

    @Override
    public boolean measures() {
        return measured.measures();
    }

    @Override
    public Conversation open(FlowKey key, boolean fromStart, ObservationSink sink) {
        Conversation measuring = measured.open(key, fromStart, sink);
        Conversation beside = bystander.open(measured.id(), key, fromStart);
        return beside == null ? measuring : new Both(measuring, beside);
    }

    private record Both(Conversation measuring, Conversation beside) implements Conversation {
        @Override
        public Reading bytes(Direction from, ByteBuffer bytes, long nanos) {
            Reading reading = measuring.bytes(from, bytes, nanos);
            if (reading == Reading.IN_STEP) {
                beside.bytes(from, bytes, nanos);
            } else {
                beside.tainted(from, nanos);
            }
            return reading;
        }

        @Override
        public void gap(Direction from, long missingBytes, long nanos) {
            measuring.gap(from, missingBytes, nanos);
            beside.gap(from, missingBytes, nanos);
        }

        @Override
        public void tainted(Direction from, long nanos) {
            measuring.tainted(from, nanos);
            beside.tainted(from, nanos);
        }

        @Override
        public @Nullable Standing standing() {
            return measuring.standing();
        }

        @Override
        public void closed(CloseReason how, long nanos) {
            measuring.closed(how, nanos);
            beside.closed(how, nanos);
        }

        @Override
        public void closed(long nanos) {
            measuring.closed(nanos);
            beside.closed(nanos);
        }
    }
}
