package org.activerouter.manager.netfilter;

import static org.activerouter.manager.netfilter.ReconciliationTest.redirect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.netfilter.Observed.Rules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTextTest {
    private static final Set<Redirect> TWO = Set.of(redirect("10.0.0.1", 8888, 8888), redirect("10.0.0.2", 1, 65_535));

    @Test
    void redirectsAreWrittenInOrderAndSayWhereTheServiceIsElsewhere() {
        assertThat(RedirectText.write(TWO, Set.of()))
                .isEqualTo("redirect 10.0.0.1:8888\nredirect 10.0.0.2:1 to 65535\n");
        assertThat(RedirectText.write(Set.of(), Set.of())).isEmpty();
    }

    @Test
    void serversThatAreOnlyReachedAreSaidOnce() {
        Set<Endpoint> reached = Set.of(
                redirect("10.0.0.1", 8888, 1).server(),
                redirect("10.0.0.3", 8888, 1).server(),
                redirect("2001:db8::1", 8888, 1).server());

        assertThat(RedirectText.write(TWO, reached))
                .isEqualTo("redirect 10.0.0.1:8888\nredirect 10.0.0.2:1 to 65535\nsessions 10.0.0.3:8888\n");
    }

    @Test
    void whatIsWrittenIsReadBack() throws KernelException {
        Observed observed = RedirectText.read(
                "# rules complete 4711\n" + RedirectText.write(TWO, Set.of()) + "sessions 1.2.3.4:5\n");

        assertThat(observed).isEqualTo(new Observed(Rules.COMPLETE, "4711", TWO, 1));
    }

    @Test
    void damageIsReadWithItsReason() throws KernelException {
        assertThat(RedirectText.read("# rules damaged: rule 3 of 25 is gone\n"))
                .isEqualTo(new Observed(Rules.DAMAGED, "rule 3 of 25 is gone", Set.of(), 0));
        assertThat(RedirectText.read("# rules absent\n").rules()).isEqualTo(Rules.ABSENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "redirect 10.0.0.1:8888",
                "# rules fine",
                "# rules complete 1\nredirect 10.0.0.256:8888",
                "# rules complete 1\nredirect 10.0.0.1:70000",
                "# rules complete 1\nredirect host:8888",
                "# rules complete 1\nsomething else"
            })
    void whatIsNotUnderstoodIsAFailureAndNotAnAbsence(String text) {
        assertThatThrownBy(() -> RedirectText.read(text)).isInstanceOf(KernelException.class);
    }

    @Test
    void onlyIpv4ServersWithPortsCanBeSaid() {
        assertThat(RedirectText.canSay(redirect("10.0.0.1", 8888, 1))).isTrue();
        assertThat(RedirectText.canSay(redirect("2001:db8::1", 8888, 8888))).isFalse();
        assertThat(RedirectText.canSay(redirect("10.0.0.1", 0, 0))).isFalse();
        assertThat(RedirectText.canSay(redirect("10.0.0.1", 8888, 70_000))).isFalse();
    }
}
