package org.activerouter.manager.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.control.RedirectedServer.Phase;
import org.junit.jupiter.api.Test;

class RedirectBookTest {
    private static final Endpoint ONE = endpoint("192.0.2.1");
    private static final Endpoint TWO = endpoint("192.0.2.2");

    private final List<String> diary = new ArrayList<>();
    private final KernelDiary kernel = new KernelDiary(diary);
    private final ServiceDiary relay = new ServiceDiary(diary);
    private final RedirectBook book = new RedirectBook(Map.of("relay", relay), kernel);

    private static Endpoint endpoint(String address) {
        try {
            return new Endpoint(InetAddress.getByName(address), 8888);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void settle(long nanos) {
        book.settle(kernel.status(), nanos);
    }

    private List<Phase> phases() {
        return book.servers().stream().map(RedirectedServer::phase).toList();
    }

    @Test
    void theServiceListensBeforeTheKernelSendsAnyone() throws IOException {
        book.redirect(ONE, "relay", "slow", 1);

        assertThat(diary).containsExactly("serve 192.0.2.1:8888", "want [192.0.2.1:8888>8888]");
    }

    @Test
    void membersAreReachedBeforeAnyoneMayBeGivenToThemAndNoLongerThanThat() throws IOException {
        BalancerDiary balancer = new BalancerDiary(diary);
        RedirectBook balanced = new RedirectBook(Map.of("load-balancer", balancer), kernel);
        balancer.has(ONE, TWO);
        balanced.redirect(ONE, "load-balancer", "slow", 1);
        assertThat(diary)
                .containsExactly(
                        "serve 192.0.2.1:8888", "reach [192.0.2.1:8888, 192.0.2.2:8888]", "want [192.0.2.1:8888>8888]");

        diary.clear();
        balancer.has(TWO);
        balanced.settle(kernel.status(), 2);
        assertThat(diary).containsExactly("reach [192.0.2.2:8888]");

        diary.clear();
        balanced.release(ONE, 3);
        kernel.obey();
        balanced.settle(kernel.status(), 4);
        assertThat(diary).containsExactly("want []", "retire 192.0.2.1:8888", "reach []");
    }

    @Test
    void theServiceListensUntilTheKernelHasStopped() throws IOException {
        book.redirect(ONE, "relay", "slow", 1);
        kernel.obey();
        settle(2);
        diary.clear();

        book.release(ONE, 3);
        settle(4);
        assertThat(diary).containsExactly("want []");

        kernel.obey();
        settle(5);
        assertThat(diary).containsExactly("want []", "retire 192.0.2.1:8888");
        assertThat(book.servers()).isEmpty();
    }

    @Test
    void aRedirectIsInForceOnceTheKernelWasSeenToDoIt() throws IOException {
        book.redirect(ONE, "relay", "slow", 1);
        settle(2);
        assertThat(phases()).containsExactly(Phase.WAITING);

        kernel.obey();
        settle(3);
        assertThat(book.servers().getFirst())
                .isEqualTo(new RedirectedServer(
                        ONE, "relay", book.servers().getFirst().door(), Phase.IN_FORCE, 3, "slow"));
    }

    @Test
    void aRedirectThatTheKernelHasLostIsWaitingAgain() throws IOException {
        book.redirect(ONE, "relay", "slow", 1);
        kernel.obey();
        settle(2);

        kernel.panic();
        settle(3);

        assertThat(phases()).containsExactly(Phase.WAITING);
    }

    @Test
    void aServerThatIsRedirectedAgainOnItsWayBackKeepsItsDoor() throws IOException {
        book.redirect(ONE, "relay", "slow", 1);
        kernel.obey();
        settle(2);
        book.release(ONE, 3);

        book.redirect(ONE, "relay", "slow again", 4);
        kernel.obey();
        settle(5);

        assertThat(diary).doesNotContain("retire 192.0.2.1:8888");
        assertThat(phases()).containsExactly(Phase.IN_FORCE);
    }

    @Test
    void aSecondServerDoesNotDisturbTheFirst() throws IOException {
        book.redirect(ONE, "relay", "slow", 1);
        book.redirect(TWO, "relay", "slow", 2);
        book.release(ONE, 3);

        assertThat(diary)
                .containsExactly(
                        "serve 192.0.2.1:8888",
                        "want [192.0.2.1:8888>8888]",
                        "serve 192.0.2.2:8888",
                        "want [192.0.2.1:8888>8888, 192.0.2.2:8888>8888]",
                        "want [192.0.2.2:8888>8888]");
        assertThat(book.holds(ONE)).isFalse();
        assertThat(book.holds(TWO)).isTrue();
    }

    @Test
    void clientsAreSentWhereTheServiceCouldListen() throws IOException {
        relay.listenElsewhere(10_000);

        book.redirect(ONE, "relay", "slow", 1);

        assertThat(diary).contains("want [192.0.2.1:8888>18888]");
    }

    @Test
    void nothingIsRedirectedToAServiceThatCannotListen() {
        relay.refuse("no port is free");

        assertThatThrownBy(() -> book.redirect(ONE, "relay", "slow", 1)).hasMessage("no port is free");
        assertThat(diary).isEmpty();
        assertThat(book.servers()).isEmpty();
    }

    @Test
    void aServiceThatDoesNotExistIsRefusedByName() {
        assertThatThrownBy(() -> book.redirect(ONE, "juggler", "slow", 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("juggler");
    }

    @Test
    void toReleaseAServerThatIsNotRedirectedChangesNothing() {
        book.release(ONE, 1);

        assertThat(diary).isEmpty();
    }
}
