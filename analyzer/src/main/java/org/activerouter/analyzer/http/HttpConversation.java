package org.activerouter.analyzer.http;

import java.nio.ByteBuffer;
import org.activerouter.analyzer.http.MessageReader.Body;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.analyzer.protocol.ExchangePairing;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.ObservationSink;
import org.activerouter.capture.Direction;
import org.activerouter.capture.tcp.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * One connection between a client and an HTTP server. A request is asked with its last byte and answered by the first byte of its
 * final answer; what is refused is what ends with a status of 500 or more.
 *
 * <p>Bytes that can be read in two ways cost the boundary, and with it every measurement, until {@link TurnProof} has found one
 * again: what the server made of them is not known. An answer that nobody has asked for is such a case, too.
 *
 * <p>A final answer may come before its request's last byte (RFC 9112 section 9.5). The request then counts as asked and is not
 * measured. If it waited for 100 (Continue), it is not known whether its body still follows; if anything follows, the boundary
 * is lost.
 */
final class HttpConversation implements Conversation {
    private final ObservationSink sink;
    private final ExchangePairing exchanges;
    private final PendingRequests pending = new PendingRequests();
    private final FromClient client = new FromClient();
    private final FromServer server = new FromServer();

    /** Null while in step. */
    private @Nullable TurnProof proof;

    private boolean everInStep;
    private boolean over;
    private boolean closed;
    private Reading reading;

    HttpConversation(boolean fromStart, ObservationSink sink) {
        this.sink = sink;
        this.exchanges = new ExchangePairing(Long.MAX_VALUE, sink);
        this.reading = fromStart ? Reading.IN_STEP : Reading.LOST_STEP;
        if (!fromStart) {
            search(Direction.FROM_CLIENT);
        }
    }

    @Override
    public Reading bytes(Direction from, ByteBuffer bytes, long nanos) {
        if (over || !bytes.hasRemaining()) {
            return reading;
        }
        if (from == Direction.FROM_CLIENT && client.bodyMayNotFollow()) {
            lose(from, "the answer came before the body: it is not known whether that still follows", nanos);
        } else if (proof == null) {
            reader(from).bytes(bytes, nanos);
        } else {
            searching(proof, from, bytes, nanos);
        }
        return reading;
    }

    private MessageReader reader(Direction from) {
        return from == Direction.FROM_CLIENT ? client : server;
    }

    private void searching(TurnProof searched, Direction from, ByteBuffer bytes, long nanos) {
        switch (searched.turn(from, client, server)) {
            case READ -> reader(from).bytes(bytes, nanos);
            case BEGIN -> {
                restart();
                reader(from).bytes(bytes, nanos);
            }
            case PROVEN -> {
                found(nanos);
                reader(from).bytes(bytes, nanos);
            }
            case PASS -> {}
            case HOPELESS -> giveUp(everInStep ? Reading.OPAQUE : Reading.NOT_MINE, "no request can be found", nanos);
        }
    }

    private void restart() {
        pending.clear();
        client.restart();
        server.restart();
        client.begin();
    }

    private void search(Direction last) {
        proof = new TurnProof(last);
        restart();
        exchanges.blindToQueries();
        exchanges.blindToAnswers();
    }

    private void found(long nanos) {
        proof = null;
        everInStep = true;
        reading = Reading.IN_STEP;
        restart();
        exchanges.seesQueries(nanos);
        exchanges.seesAnswers();
        exchanges.positionProven(exchanges.nextQuery() - 1, nanos);
    }

    private void lose(Direction last, String reason, long nanos) {
        client.stop();
        server.stop();
        if (proof != null) {
            proof.refuted();
        } else if (!everInStep) {
            giveUp(Reading.NOT_MINE, reason, nanos);
        } else {
            reading = Reading.LOST_STEP;
            search(last);
            sink.observed(new Observation.LostStep(nanos, reason));
        }
    }

    /** Whatever was outstanding cannot be followed any more. */
    private void giveUp(Reading why, String reason, long nanos) {
        over = true;
        reading = why;
        client.stop();
        server.stop();
        exchanges.tainted();
        exchanges.closed(nanos);
        if (why == Reading.OPAQUE) {
            sink.observed(new Observation.BecameOpaque(nanos, reason));
        }
    }

    @Override
    public void gap(Direction from, long missingBytes, long nanos) {
        if (over) {
            return;
        }
        exchanges.touch();
        client.damaged(from);
        if (proof != null) {
            proof.interrupted();
        } else if (!reader(from).gap(missingBytes, nanos)) {
            everInStep = true;
            lose(Direction.FROM_CLIENT, missingBytes + " bytes are missing outside of a body", nanos);
        }
    }

    @Override
    public void tainted(Direction from, long nanos) {
        exchanges.tainted();
    }

    @Override
    public void closed(CloseReason how, long nanos) {
        if (how == CloseReason.FINISHED && !over && proof == null) {
            server.closed(nanos);
        }
        closed(nanos);
    }

    @Override
    public void closed(long nanos) {
        if (closed) {
            return;
        }
        closed = true;
        over = true;
        reading = reading == Reading.OPAQUE ? Reading.OPAQUE : Reading.NOT_MINE;
        exchanges.closed(nanos);
    }

    /** What is told of exchanges; nothing is while the boundary is not proven. */
    private void ask(Request request, boolean sound, long nanos) {
        if (!pending.add(request)) {
            lose(Direction.FROM_CLIENT, "more requests than are kept have no answer", nanos);
        } else if (proof == null) {
            exchanges.asked(nanos);
            if (!sound) {
                exchanges.touch();
            }
        } else {
            proof.asked();
        }
    }

    private void answer(Request request, StatusLine status, long firstNanos, long nanos) {
        pending.removeOldest();
        if (proof != null) {
            proof.answered();
            return;
        }
        sink.observed(new Observation.Classified(nanos, request.line().kind(), status.status()));
        if (status.isServerError()) {
            exchanges.refused(firstNanos, nanos);
        } else {
            exchanges.completed(firstNanos, nanos);
        }
    }

    private final class FromClient extends MessageReader {
        private @Nullable RequestLine first;
        private @Nullable Request request;
        private boolean waits;
        private boolean answeredEarly;
        private boolean damaged;
        private boolean mayNotFollow;

        void begin() {
            first = null;
            request = null;
            waits = false;
            answeredEarly = false;
            damaged = false;
            mayNotFollow = false;
        }

        void damaged(Direction from) {
            damaged |= from == Direction.FROM_CLIENT;
        }

        @Override
        boolean mayBeginWithEmptyLine() {
            return true;
        }

        @Override
        @Nullable
        String firstLine(Line text, long firstNanos, long nanos) {
            if (pending.youngestMayEndHttp()) {
                return "bytes after a request for another protocol, before its answer";
            }
            begin();
            first = RequestLine.read(text);
            everInStep |= first != null && proof == null;
            return first == null ? "no request" : null;
        }

        @Override
        @Nullable
        String flaw(Fields head) {
            return first == null ? "no request" : head.flaw(first.minor());
        }

        @Override
        Body body(Fields head) {
            if (head.chunked()) {
                return Body.CHUNKED;
            }
            return head.contentLength() == Fields.NO_LENGTH ? Body.NONE : Body.SIZED;
        }

        @Override
        void headRead(Fields head, long nanos) {
            if (first != null) {
                request = new Request(first, head.asksUpgrade());
                waits = head.expectsContinue();
            }
        }

        @Override
        void ended(long firstNanos, long nanos) {
            if (request != null && !answeredEarly) {
                ask(request, !damaged, nanos);
            }
            begin();
        }

        /** Its answer comes already. @return whether there is a request that it can be for */
        boolean answeredEarly(long nanos) {
            if (request == null || answeredEarly || !isInBody()) {
                return false;
            }
            answeredEarly = true;
            mayNotFollow = waits;
            ask(request, false, nanos);
            return true;
        }

        /** The server has told that it is still there; with nothing else outstanding, that the body may come. */
        void mayGoOn() {
            waits &= !pending.isEmpty();
        }

        boolean bodyMayNotFollow() {
            return mayNotFollow;
        }

        @Override
        void flawed(String reason, long nanos) {
            lose(Direction.FROM_CLIENT, "client: " + reason, nanos);
        }
    }

    private final class FromServer extends MessageReader {
        private @Nullable StatusLine status;
        private @Nullable Request request;
        private long firstNanos;

        @Override
        boolean mayBeginWithEmptyLine() {
            return false;
        }

        @Override
        @Nullable
        String firstLine(Line text, long first, long nanos) {
            status = StatusLine.read(text);
            firstNanos = first;
            if (status == null) {
                return "no answer";
            }
            if (pending.isEmpty() && !status.isInterim() && !client.answeredEarly(nanos)) {
                return "an answer that nobody has asked for";
            }
            request = pending.oldest();
            return null;
        }

        @Override
        @Nullable
        String flaw(Fields head) {
            if (status == null) {
                return "no answer";
            }
            if (status.switchesProtocols()) {
                return request != null && request.upgrade() ? null : "another protocol that nobody has asked for";
            }
            return isWithoutBody(status) ? null : head.flaw(status.minor());
        }

        private boolean isWithoutBody(StatusLine line) {
            boolean tunnel = request != null && request.isConnect() && line.isSuccess();
            return line.isWithoutBody() || tunnel || (request != null && request.isHead());
        }

        @Override
        Body body(Fields head) {
            if (status == null || isWithoutBody(status)) {
                return Body.NONE;
            }
            if (head.chunked()) {
                return Body.CHUNKED;
            }
            return head.contentLength() == Fields.NO_LENGTH ? Body.UNTIL_CLOSE : Body.SIZED;
        }

        /** The time of an answer that goes well is told before its end is known. */
        @Override
        void headRead(Fields head, long nanos) {
            if (status != null && !status.isInterim() && !status.isServerError() && proof == null) {
                exchanges.result(firstNanos, nanos);
            }
        }

        @Override
        void ended(long first, long nanos) {
            StatusLine line = status;
            Request asked = request;
            if (line == null || line.isInterim()) {
                client.mayGoOn();
                return;
            }
            if (asked == null) {
                return;
            }
            request = null;
            answer(asked, line, first, nanos);
            if (line.switchesProtocols() || (asked.isConnect() && line.isSuccess())) {
                giveUp(Reading.OPAQUE, "client and server go on in another protocol", nanos);
            }
        }

        @Override
        void flawed(String reason, long nanos) {
            lose(Direction.FROM_SERVER, "server: " + reason, nanos);
        }
    }
}
