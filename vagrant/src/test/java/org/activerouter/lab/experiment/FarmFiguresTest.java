package org.activerouter.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.activerouter.lab.web.WebRequest;
import org.junit.jupiter.api.Test;

/** Each thing that a farm has to show is missed when it is not so. */
class FarmFiguresTest {
    private static final List<String> MEMBERS = List.of("a:80", "b:80", "slow:80");
    private static final String SLOW = "slow:80";
    private static final FarmFigures.Moments USUAL = new FarmFigures.Moments(0, 10, 13, 50, 80, 100);

    /** Ten requests a second for each member: those of the slow one go to itself or are slow, until it is redirected. */
    private static List<WebRequest> run(UnaryOperator<WebRequest> changed) {
        List<WebRequest> all = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            long millis = i * 1000L / 30;
            String asked = MEMBERS.get(i % 3);
            boolean redirected = millis >= 13_000 && millis < 80_000;
            String member = asked.equals(SLOW) && redirected ? MEMBERS.get(i / 3 % 2) : asked;
            double response = member.equals(SLOW) && millis >= 10_000 && millis < 50_000 ? 300 : 4;
            all.add(changed.apply(new WebRequest(millis, "client", asked, 200, member, response, response)));
        }
        return all;
    }

    private static List<String> missed(List<WebRequest> requests, FarmFigures.Moments moments) {
        return new FarmFigures(requests, moments, SLOW)
                .checks().stream()
                        .filter(each -> !each.passed())
                        .map(Check::wanted)
                        .toList();
    }

    private static WebRequest answered(WebRequest request, int status, String member, double millis) {
        return new WebRequest(request.millis(), request.client(), request.asked(), status, member, millis, millis);
    }

    private static boolean isBalanced(WebRequest request) {
        return request.asked().equals(SLOW) && request.millis() > 20_000 && request.millis() < 80_000;
    }

    @Test
    void aFarmWhoseClientsAreSpreadShowsAll() {
        assertThat(missed(run(request -> request), USUAL)).isEmpty();
    }

    @Test
    void oneErrorIsTooMany() {
        assertThat(missed(run(request -> request.millis() == 30_000 ? answered(request, 502, "", 4) : request), USUAL))
                .containsExactly("nobody gets an error");
    }

    @Test
    void aRedirectThatComesLateIsMissed() {
        assertThat(missed(run(request -> request), new FarmFigures.Moments(0, 2, 13, 50, 80, 100)))
                .contains("redirected within 10 s of becoming slow");
    }

    @Test
    void oneMemberForAllIsNotSpreading() {
        assertThat(missed(run(request -> isBalanced(request) ? answered(request, 200, "a:80", 4) : request), USUAL))
                .singleElement()
                .asString()
                .startsWith("its clients are spread");
    }

    @Test
    void clientsWhoAreSpreadAndStillWaitAreNotHelped() {
        assertThat(missed(
                        run(request -> isBalanced(request) ? answered(request, 200, request.member(), 200) : request),
                        USUAL))
                .hasSize(2)
                .anyMatch(each -> each.contains("at most 0.2 of the slow one's"))
                .anyMatch(each -> each.startsWith("10 s after the redirect"));
    }

    @Test
    void whoIsNeverReleasedIsMissed() {
        assertThat(missed(run(request -> request), new FarmFigures.Moments(0, 10, 13, 50, 100, 100)))
                .containsExactly("released after it has recovered");
    }
}
