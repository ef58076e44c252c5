package org.activerouter.manager.control;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.activerouter.manager.admin.Answer;

/** What operators ask, on its way to the control thread, and the answers back. */
final class OperatorQueue {
    private static final int CAPACITY = 64;

    /** Many turns of the control thread. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** @param taken by the control thread, which answers it, or by its asker, who has waited for too long: then nobody does */
    private record Asked(Supplier<Answer> question, CompletableFuture<Answer> answer, AtomicBoolean taken) {
        Asked(Supplier<Answer> question) {
            this(question, new CompletableFuture<>(), new AtomicBoolean());
        }

        boolean take() {
            return taken.compareAndSet(false, true);
        }
    }

    private final Duration patience;
    private final ArrayBlockingQueue<Asked> waiting = new ArrayBlockingQueue<>(CAPACITY);

    OperatorQueue() {
        this(PATIENCE);
    }

    /** One whose askers wait for so long. */
    OperatorQueue(Duration patience) {
        this.patience = patience;
    }

    /** Has a question answered by the control thread, and waits for that. Any other thread. */
    Answer ask(Supplier<Answer> question) {
        Asked asked = new Asked(question);
        if (!waiting.offer(asked)) {
            return Answer.refused("too many requests wait already\n");
        }
        try {
            return asked.answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return late(asked);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the request has failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.refused("the router is ending\n");
        }
    }

    /** Whoever was told that nothing was done must not find it done later. */
    private Answer late(Asked asked) {
        return Answer.refused(
                asked.take()
                        ? "the router did not come to it within " + patience.toSeconds() + " s, and leaves it\n"
                        : "the router has begun it, and has not ended it within " + patience.toSeconds() + " s\n");
    }

    /** Lets the control thread know of something, when it comes to it. Any thread; does not wait. */
    void tell(Runnable what) {
        // What finds no room is only not written down.
        waiting.offer(new Asked(() -> {
            what.run();
            return Answer.done("");
        }));
    }

    /** Answers what waits. Control thread only. */
    void answerAll() {
        for (Asked asked = waiting.poll(); asked != null; asked = waiting.poll()) {
            if (asked.take()) {
                answer(asked);
            }
        }
    }

    private static void answer(Asked asked) {
        try {
            asked.answer.complete(asked.question.get());
        } catch (RuntimeException e) {
            asked.answer.completeExceptionally(e);
        }
    }
}
