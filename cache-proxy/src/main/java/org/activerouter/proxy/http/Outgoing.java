package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A request on its way to a member: its head, kept as long as it may be sent again, and its body, of which nothing is kept. One thread. */
final class Outgoing {
    private final boolean repeatable;
    private final Body body = new Body();
    private @Nullable ByteBuf head;

    private Outgoing(boolean repeatable) {
        this.repeatable = repeatable;
    }

    /** The request that was read last. */
    static Outgoing of(Fields fields, Asked asked) {
        Outgoing request = new Outgoing(asked.repeatable());
        if (fields.chunked()) {
            request.body.chunked();
        } else {
            request.body.length(Math.max(0, fields.length()));
        }
        return request;
    }

    /** Takes the head over. */
    void head(ByteBuf bytes) {
        head = bytes;
    }

    /** The head, still owned here; null when it was sent and is not to be sent again. */
    @Nullable
    ByteBuf head() {
        return head;
    }

    /** The head, for whoever takes it over. */
    @Nullable
    ByteBuf takeHead() {
        ByteBuf taken = head;
        head = null;
        return taken;
    }

    /** Puts what a change makes of the head in its place. */
    void changeHead(UnaryOperator<ByteBuf> change) {
        if (head != null) {
            head = change.apply(head);
        }
    }

    void forgetHead() {
        ByteBuf forgotten = takeHead();
        if (forgotten != null) {
            forgotten.release();
        }
    }

    void sendHead(Line to) {
        if (head != null) {
            to.write(head.retainedDuplicate());
            if (!repeatable) {
                forgetHead();
            }
        }
    }

    /** How many of the readable bytes belong to the body. */
    int take(ByteBuf bytes) {
        return body.take(bytes);
    }

    /** Nothing more of the body is to come. */
    boolean done() {
        return body.done();
    }

    boolean broken() {
        return body.broken();
    }

    /** Nobody takes what is still to come. */
    void cut() {
        body.none();
    }
}
