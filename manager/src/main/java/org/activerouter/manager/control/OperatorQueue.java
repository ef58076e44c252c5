package org.activerouter.manager.control;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.activerouter.manager.admin.Answer;

/** What operators ask, on its way to the control thread, and the answers back. */
final class OperatorQueue {
    private static final int CAPACITY = 64;

    /** Many turns of the control thread. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private record Asked(Supplier<Answer> question, CompletableFuture<Answer> answer) {}

    private final ArrayBlockingQueue<Asked> waiting = new ArrayBlockingQueue<>(CAPACITY);

    /** Has a question answered by the control thread, and waits for that. Any other thread. */
    Answer ask(Supplier<Answer> question) {
        Asked asked = new Asked(question, new CompletableFuture<>());
        if (!waiting.offer(asked)) {
            return Answer.refused("too many requests wait already\n");
        }
        try {
            return asked.answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Answer.refused("the router did not come to it within " + PATIENCE.toSeconds() + " s\n");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the request has failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.refused("the router is ending\n");
        }
    }

    /** Answers what waits. Control thread only. */
    void answerAll() {
        for (Asked asked = waiting.poll(); asked != null; asked = waiting.poll()) {
            try {
                asked.answer.complete(asked.question.get());
            } catch (RuntimeException e) {
                asked.answer.completeExceptionally(e);
            }
        }
    }
}
