package org.activerouter.manager.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.activerouter.manager.admin.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    void whoWasToldThatNothingWasDoneDoesNotFindItDoneLater() {
        List<String> done = new ArrayList<>();
        OperatorQueue impatient = new OperatorQueue(Duration.ZERO);

        Answer answer = impatient.ask(() -> {
            done.add("redirected");
            return Answer.done("yes\n");
        });
        impatient.answerAll();

        assertThat(answer.outcome()).isEqualTo(Answer.Outcome.REFUSED);
        assertThat(answer.text()).contains("did not come to it");
        assertThat(done).isEmpty();
    }

    @Test
    void whatIsOnlyToldIsNotWaitedForAndComesWithTheNextTurn() {
        List<String> heard = new ArrayList<>();

        queue.tell(() -> heard.add("a panic"));
        assertThat(heard).isEmpty();
        queue.answerAll();

        assertThat(heard).containsExactly("a panic");
    }

    @Test
    void aConfigurationThatWasReadFirstIsNotTakenOnLast() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        AtomicInteger reading = new AtomicInteger();
        OperatorRequests requests = new OperatorRequests(null, queue, () -> {
            int file = reading.incrementAndGet();
            order.add("read " + file);
            looking.countDown();
            if (file == 1) {
                awaitQuietly(looked);
            }
            return () -> {
                order.add("taken " + file);
                return Answer.done("in force\n");
            };
        });

        FutureTask<Answer> first = asked(new FutureTask<>(() -> requests.answer(List.of("reload"))));
        awaitQuietly(looking);
        FutureTask<Answer> second = new FutureTask<>(() -> requests.answer(List.of("reload")));
        Thread asking = Thread.ofPlatform().daemon().start(second);
        // Either it has come through, or it waits for the first one.
        while (asking.getState() != Thread.State.WAITING && asking.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        queue.answerAll();
        looked.countDown();
        answered(first);
        answered(second);

        assertThat(order).containsExactly("read 1", "taken 1", "read 2", "taken 2");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[127.1]:8888", "[cafe.example]:8888", "127.0.0.256:8888", "127.1:8888", "[::1]:99999", "[:]:1"})
    void whatIsNoAddressIsNotLookedUpAsAName(String word) {
        assertThat(OperatorRequests.server(word)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.255:8888, 192.0.2.255:8888",
        "[2001:db8::1]:80, '[2001:db8:0:0:0:0:0:1]:80'",
        "[::ffff:192.0.2.1]:80, 192.0.2.1:80"
    })
    void anAddressMayBeOfEitherKind(String word, String server) {
        assertThat(OperatorRequests.server(word))
                .hasValueSatisfying(found -> assertThat(found).hasToString(server));
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
