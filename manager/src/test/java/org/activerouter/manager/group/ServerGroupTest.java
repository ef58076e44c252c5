package org.activerouter.manager.group;

import static org.activerouter.manager.group.Farm.A;
import static org.activerouter.manager.group.Farm.B;
import static org.activerouter.manager.group.Farm.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.activerouter.capture.Endpoint;
import org.junit.jupiter.api.Test;

class ServerGroupTest {
    private static Farm threeWell() {
        return new Farm(A, B, C)
                .answers(A, 20, 0, 10)
                .answers(B, 20, 0, 12)
                .answers(C, 20, 0, 9)
                .seconds(6);
    }

    @Test
    void membersThatAreAlikeShareAlike() {
        Farm farm = threeWell();
        assertThat(List.of(farm.share(A), farm.share(B), farm.share(C))).containsOnly(1.0);
        assertThat(farm.standing(B).share()).isCloseTo(1 / 3.0, within(0.001));
        assertThat(farm.standing(B).responseMillis()).isCloseTo(12, within(0.001));
        assertThat(farm.told()).isEmpty();
    }

    @Test
    void oneThatIsMuchSlowerThanTheOthersIsEjected() {
        Farm farm = threeWell().answers(C, 20, 0, 400).seconds(2);
        assertThat(farm.state(C)).isEqualTo(MemberState.EJECTED);
        assertThat(farm.share(C)).isZero();
        assertThat(farm.told().getFirst())
                .contains("10.0.0.3:80 of group farm gets nobody new for 10 s: response time")
                .contains("that of the others is");
    }

    @Test
    void oneThatIsSlowerByMillisecondsIsNot() {
        assertThat(threeWell().answers(C, 20, 0, 45).seconds(20).told()).isEmpty();
    }

    @Test
    void allThatBecomeSlowTogetherStayIn() {
        Farm farm = threeWell()
                .answers(A, 20, 0, 900)
                .answers(B, 20, 0, 950)
                .answers(C, 20, 0, 1_000)
                .seconds(20);
        assertThat(farm.told()).isEmpty();
    }

    @Test
    void oneOfTwoCanBeTheSlowOne() {
        Farm farm = new Farm(A, B).answers(A, 20, 0, 10).answers(B, 20, 0, 300).seconds(3);
        assertThat(farm.state(B)).isEqualTo(MemberState.EJECTED);
        assertThat(farm.state(A)).isEqualTo(MemberState.IN);
    }

    @Test
    void oneAloneIsNeverEjected() {
        assertThat(new Farm(A).answers(A, 20, 20, 9_000).seconds(30).told()).isEmpty();
    }

    @Test
    void oneThatHangsIsSeenAlthoughItGivesNoTimes() {
        Farm farm = threeWell().hangs(B, 600).seconds(1);
        assertThat(farm.state(B)).isEqualTo(MemberState.EJECTED);
    }

    @Test
    void oneThatFailsManyRequestsIsEjected() {
        Farm farm = threeWell().answers(A, 20, 10, 10).seconds(5);
        assertThat(farm.state(A)).isEqualTo(MemberState.EJECTED);
        assertThat(farm.told().getFirst()).contains("requests failed");
    }

    @Test
    void whatAllFailIsNobodysFault() {
        Farm farm = new Farm(A, B, C)
                .answers(A, 20, 15, 10)
                .answers(B, 20, 14, 10)
                .answers(C, 20, 16, 10)
                .seconds(20);
        assertThat(farm.told()).isEmpty();
    }

    @Test
    void itReturnsAfterAWhileWithAShareThatGrows() {
        Farm farm = threeWell().answers(C, 20, 0, 400).seconds(2).answers(C, 0, 0, 0);
        farm.seconds(10);
        assertThat(farm.state(C)).isEqualTo(MemberState.RETURNING);
        double early = farm.share(C);
        assertThat(early).isPositive().isLessThan(0.5);
        farm.answers(C, 5, 0, 10).seconds(5);
        assertThat(farm.share(C)).isGreaterThan(early).isLessThan(1);
        farm.seconds(6);
        assertThat(farm.state(C)).isEqualTo(MemberState.IN);
        assertThat(farm.share(C)).isEqualTo(1);
        assertThat(farm.told()).last().isEqualTo("10.0.0.3:80 of group farm has its full share again");
    }

    @Test
    void eachEjectionLastsTwiceAsLongAsTheLastUpToALimit() {
        EjectionRules rules = EjectionRules.USUAL;
        assertThat(IntStream.rangeClosed(1, 7).mapToLong(n -> rules.timeNanos(n) / 1_000_000_000L))
                .containsExactly(10L, 20L, 40L, 80L, 160L, 300L, 300L);
        Farm farm = threeWell().answers(C, 20, 0, 400).seconds(60);
        assertThat(farm.standing(C).ejections()).isGreaterThan(1);
        assertThat(farm.told()).anyMatch(text -> text.contains("gets nobody new for 20 s"));
    }

    @Test
    void nothingIsHeldForEverAgainstAMember() {
        Farm farm = threeWell().answers(C, 20, 0, 400).seconds(2).answers(C, 20, 0, 10);
        assertThat(farm.seconds(30).standing(C).ejections()).isEqualTo(1);
        assertThat(farm.seconds(110).standing(C).ejections()).isZero();
    }

    @Test
    void atMostAShareIsOutAtOnce() {
        Farm farm = new Farm(A, B, C)
                .answers(A, 20, 0, 10)
                .answers(B, 20, 12, 10)
                .answers(C, 20, 20, 10)
                .seconds(5);
        assertThat(List.of(farm.state(A), farm.state(B), farm.state(C)))
                .filteredOn(MemberState.EJECTED::equals)
                .hasSize(1);
    }

    @Test
    void membersMayComeAndGo() {
        Farm farm = threeWell();
        farm.group().members(List.of(B, A), farm.now());
        assertThat(farm.group().roster(farm.now()).seats())
                .extracting(seat -> seat.member())
                .containsExactly(B, A);
        assertThat(farm.seconds(0.25).told()).containsExactly("10.0.0.3:80 of group farm is no member any more");
    }

    @Test
    void moreMembersThanARosterHoldsAreLeftOutAndSaid() {
        List<Endpoint> many = IntStream.range(0, 70)
                .mapToObj(i -> Farm.endpoint("10.0.1." + i))
                .toList();
        ServerGroup group = new ServerGroup(Farm.settings(many));
        group.members(many, 1);
        assertThat(group.roster(1).seats()).hasSize(64);
        assertThat(group.turn(1)).anyMatch(event -> event.kind().equals("members-left-out"));
    }
}
