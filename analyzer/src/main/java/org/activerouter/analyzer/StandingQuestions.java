package org.activerouter.analyzer;

import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FrameSource;

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

    private record Question(Endpoint server, long nanos, CompletableFuture<List<StandingConnection>> answer) {}

    CompletableFuture<List<StandingConnection>> ask(Endpoint server) {
        // A millisecond more than the clock shows is not before now.
        long nanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() + 1);
        Question question = new Question(server, nanos, new CompletableFuture<>());
        if (size.incrementAndGet() > MOST) {
            size.decrementAndGet();
            question.answer().completeExceptionally(new IllegalStateException("too many questions at a time"));
        } else {
            open.add(question);
        }
        if (over) {
            close();
        }
        return question.answer();
    }

    /** Answers those for which the source has given enough. */
    void answer(FrameSource source, Function<Endpoint, List<StandingConnection>> connections) {
        if (open.isEmpty()) {
            return;
        }
        for (Iterator<Question> each = open.iterator(); each.hasNext(); ) {
            Question question = each.next();
            if (source.hasGiven(question.nanos())) {
                each.remove();
                size.decrementAndGet();
                question.answer().complete(connections.apply(question.server()));
            }
        }
    }

    /** Nothing is read any more: there will be no answers. */
    void close() {
        over = true;
        for (Question question = open.poll(); question != null; question = open.poll()) {
            size.decrementAndGet();
            question.answer().completeExceptionally(new IllegalStateException("the analysis has ended"));
        }
    }
}
