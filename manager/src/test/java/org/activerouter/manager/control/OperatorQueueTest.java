package org.activerouter.manager.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.activerouter.manager.admin.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The test's own thread is the control thread here. */
@Timeout(60)
class OperatorQueueTest {
    private static final long LIMIT_SECONDS = 30;

    private final OperatorQueue queue = new OperatorQueue();

    private FutureTask<Answer> asked(FutureTask<Answer> task) {
        Thread.ofVirtual().start(task);
        return task;
    }

    private Answer answered(FutureTask<Answer> task) throws Exception {
        while (!task.isDone()) {
            queue.answerAll();
            Thread.onSpinWait();
        }
        return task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void aQuestionIsAnsweredByTheControlThread() throws Exception {
        List<Thread> by = new ArrayList<>();

        Answer answer = answered(asked(new FutureTask<>(() -> queue.ask(() -> {
            by.add(Thread.currentThread());
            return Answer.done("yes\n");
        }))));

        assertThat(answer).isEqualTo(Answer.done("yes\n"));
        assertThat(by).containsExactly(Thread.currentThread());
    }

    @Test
    void aConfigurationIsReadByWhoAsksAndTakenOnByTheControlThread() throws Exception {
        List<Thread> read = new ArrayList<>();
        List<Thread> taken = new ArrayList<>();
        OperatorRequests requests = new OperatorRequests(null, queue, () -> {
            read.add(Thread.currentThread());
            return () -> {
                taken.add(Thread.currentThread());
                return Answer.done("in force\n");
            };
        });

        Answer answer = answered(asked(new FutureTask<>(() -> requests.answer(List.of("reload")))));

        assertThat(answer).isEqualTo(Answer.done("in force\n"));
        assertThat(read).hasSize(1).doesNotContain(Thread.currentThread());
        assertThat(taken).containsExactly(Thread.currentThread());
    }

    @Test
    void aQuestionThatFailsIsTheAskersTroubleAlone() throws Exception {
        FutureTask<Answer> bad = asked(new FutureTask<>(() -> queue.ask(() -> {
            throw new IllegalStateException("a fault");
        })));

        assertThatThrownBy(() -> answered(bad)).isInstanceOf(ExecutionException.class);
        assertThat(answered(asked(new FutureTask<>(() -> queue.ask(() -> Answer.done("yes\n")))))
                        .outcome())
                .isEqualTo(Answer.Outcome.DONE);
    }
}
