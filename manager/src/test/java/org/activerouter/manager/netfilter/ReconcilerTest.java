package org.activerouter.manager.netfilter;

import static org.activerouter.manager.netfilter.ReconciliationTest.redirect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.netfilter.RedirectionStatus.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ReconcilerTest {
    private static final Set<Endpoint> CLIENTS =
            Set.of(redirect("10.0.0.9", 1024, 1024).server());
    private static final Redirect A = redirect("10.0.0.1", 8888, 8888);

    private final AwaitedKernel kernel = new AwaitedKernel();
    private final FakeHolds holds = new FakeHolds();

    @Test
    void wantOnlyMarksAndTheThreadDoes() throws InterruptedException {
        try (Reconciler reconciler = start()) {
            kernel.hold();
            reconciler.want(Set.of(A));
            assertThat(reconciler.status().state()).isEqualTo(State.PENDING);
            kernel.release();
            kernel.applied.await();
        }
        assertThat(kernel.lastApplied.get()).containsExactly(A);
    }

    @Test
    void panicInterruptsWhatIsUnderWay() {
        try (Reconciler reconciler = start()) {
            kernel.hold();
            reconciler.want(Set.of(A));

            assertThat(reconciler.panic()).isTrue();
            assertThat(kernel.fake.isClean()).isTrue();
            assertThat(reconciler.status().state()).isEqualTo(State.PANIC);
            kernel.release();
        }
    }

    @Test
    void panicAgainSaysTheSame() {
        try (Reconciler reconciler = start()) {
            assertThat(reconciler.panic()).isTrue();
            assertThat(reconciler.panic()).isTrue();
        }
    }

    @Test
    void afterClosingNothingIsLeftAndNothingComesBack() {
        Reconciler reconciler = start();
        reconciler.close();
        reconciler.want(Set.of(A));
        reconciler.resume();
        reconciler.close();

        assertThat(kernel.fake.isClean()).isTrue();
        assertThat(kernel.fake.isClosed()).isTrue();
    }

    @Test
    void oneServerCannotGoToTwoPorts() {
        try (Reconciler reconciler = start()) {
            assertThatThrownBy(() -> reconciler.want(Set.of(A, redirect("10.0.0.1", 8888, 1))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("10.0.0.1:8888");
        }
    }

    @Test
    void aServerIsHeldAndLetGoWhileTheThreadIsBusy() throws IOException {
        try (Reconciler reconciler = start()) {
            kernel.hold();
            reconciler.want(Set.of(A));
            reconciler.hold(A.server(), CLIENTS);
            reconciler.lift(CLIENTS);
            assertThat(holds.calls).containsExactly("hold [10.0.0.9:1024] of 10.0.0.1:8888", "lift [10.0.0.9:1024]");
            kernel.release();
        }
        assertThat(holds.calls).endsWith("close");
    }

    @Test
    void duringAPanicNothingIsHeld() {
        try (Reconciler reconciler = start()) {
            reconciler.panic();
            assertThatThrownBy(() -> reconciler.hold(A.server(), CLIENTS)).isInstanceOf(IOException.class);
        }
        assertThat(holds.calls).containsExactly("close");
    }

    @Test
    void aHoldThatTheKernelRefusesIsSaid() {
        try (Reconciler reconciler = start()) {
            holds.refusing = true;
            assertThatThrownBy(() -> reconciler.hold(A.server(), CLIENTS))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not exist");
        }
    }

    private Reconciler start() {
        return Reconciler.start(kernel, holds, Rhythm.of(FakeKernel.LEASE), System::nanoTime);
    }

    /** The fake one, in which a change can be held up. */
    private static final class AwaitedKernel implements Kernel {
        private final FakeKernel fake = new FakeKernel();
        private final CountDownLatch applied = new CountDownLatch(1);
        private final AtomicReference<Set<Redirect>> lastApplied = new AtomicReference<>(Set.of());
        private final AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(0));

        void hold() {
            gate.set(new CountDownLatch(1));
        }

        void release() {
            gate.get().countDown();
        }

        @Override
        public Observed look() throws KernelException {
            fake.at(System.nanoTime());
            return fake.look();
        }

        @Override
        public void up() throws KernelException {
            fake.up();
        }

        @Override
        public void reach(Set<Endpoint> servers) {
            fake.reach(servers);
        }

        @Override
        public void apply(Set<Redirect> wanted) throws KernelException, InterruptedException {
            gate.get().await(10, TimeUnit.SECONDS);
            fake.at(System.nanoTime());
            fake.apply(wanted);
            lastApplied.set(wanted);
            applied.countDown();
        }

        @Override
        public void renew(Set<Redirect> redirects) throws KernelException {
            fake.at(System.nanoTime());
            fake.renew(redirects);
        }

        @Override
        public void down() throws KernelException {
            fake.down();
        }

        @Override
        public void whileWaiting(Runnable work) {
            fake.whileWaiting(work);
        }

        @Override
        public void close() {
            fake.close();
        }
    }
}
