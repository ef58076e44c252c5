package org.activerouter.analyzer;

import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.activerouter.capture.CaptureMark;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.FrameSource;
import org.jspecify.annotations.Nullable;

/**
 * Questions of other threads which connections a server has, kept until everything has been read that was captured before they were
 * asked. {@link #ask} is for any thread, the rest is the analysis thread's.
 */
final class StandingQuestions {
    /** Who asks waits for the answer: more at a time are a fault. */
    private static final int MOST = 256;

    private final Queue<Question> open = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private volatile boolean over;
    private volatile @Nullable Thread answering;

    /** The connections of a server, all or those wanted, after the capture has lost frames until a moment (nanoseconds since 1970). */
    @FunctionalInterface
    interface Standings {
        List<StandingConnection> at(Endpoint server, @Nullable Set<FlowKey> wanted, long lostNanos);
    }

    private static final class Question {
        private final Endpoint server;
        private final @Nullable Set<FlowKey> wanted;
        private final CompletableFuture<List<StandingConnection>> answer = new CompletableFuture<>();
        private @Nullable CaptureMark mark;

        Question(Endpoint server, @Nullable Set<FlowKey> wanted) {
            this.server = server;
            this.wanted = wanted;
        }

        /** The mark behind all that was captured before the question. */
        CaptureMark mark(FrameSource source) {
            CaptureMark made = mark == null ? source.mark() : mark;
            mark = made;
            return made;
        }
    }

    CompletableFuture<List<StandingConnection>> ask(Endpoint server, @Nullable Set<FlowKey> wanted) {
        Question question = new Question(server, wanted);
        if (size.incrementAndGet() > MOST) {
            size.decrementAndGet();
            question.answer.completeExceptionally(new IllegalStateException("too many questions at a time"));
        } else {
            open.add(question);
            // It may be waiting for a frame that does not come.
            LockSupport.unpark(answering);
        }
        if (over) {
            close();
        }
        return question.answer;
    }

    /** The calling thread will answer from now on. */
    void begin() {
        answering = Thread.currentThread();
    }

    /** Answers those for which the source has given enough. */
    void answer(FrameSource source, Standings connections) {
        if (open.isEmpty()) {
            return;
        }
        for (Iterator<Question> each = open.iterator(); each.hasNext(); ) {
            Question question = each.next();
            CaptureMark mark = question.mark(source);
            if (mark.reached()) {
                each.remove();
                size.decrementAndGet();
                question.answer.complete(connections.at(question.server, question.wanted, mark.lostNanos()));
            }
        }
    }

    /** Nothing is read any more: there will be no answers. */
    void close() {
        over = true;
        for (Question question = open.poll(); question != null; question = open.poll()) {
            size.decrementAndGet();
            question.answer.completeExceptionally(new IllegalStateException("the analysis has ended"));
        }
    }
}
