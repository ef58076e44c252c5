package org.activerouter.proxy.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.proxy.opennap.cache.OnMiss;
import org.junit.jupiter.api.Test;

class NapSessionTest extends CachedDirectory {
    @Test
    void theSecondClientIsAnsweredWithoutTheServer() {
        user("sharer1", "C:\\m\\teka band.mp3");
        List<Nap> first = user("asker1").say(Nap.search("teka band"));
        List<Nap> second = user("asker2").say(Nap.search("BAND teka"));
        assertThat(second).isEqualTo(first).hasSize(2);
        assertThat(searchesAtServer()).isEqualTo(1);
        assertThat(lab.counts().hits()).isEqualTo(1);
    }

    @Test
    void nobodyGetsItsOwnFilesAndEverybodyGetsThoseOfTheFirstAsker() {
        Laboratory.Client one = user("one1", "C:\\m\\teka one.mp3");
        Laboratory.Client two = user("two2", "C:\\m\\teka two.mp3");
        Laboratory.Client three = user("three3");
        assertThat(sharersIn(one.say(Nap.search("teka")))).containsExactly("two2");
        assertThat(sharersIn(two.say(Nap.search("teka")))).containsExactly("one1");
        assertThat(sharersIn(three.say(Nap.search("teka")))).containsExactly("two2", "one1");
        assertThat(sharersIn(one.say(Nap.search("teka")))).containsExactly("two2");
        assertThat(sharersIn(two.say(Nap.search("teka")))).containsExactly("one1");
        assertThat(searchesAtServer()).isEqualTo(2);
    }

    @Test
    void neitherDoesOneWhoseNickHoldsBytesThatCannotBeShown() {
        Laboratory.Client one = user("one\u00851", "C:\\m\\teka one.mp3");
        user("one\u00861", "C:\\m\\teka two.mp3");
        Laboratory.Client asker = user("asker3");
        assertThat(sharersIn(asker.say(Nap.search("teka")))).hasSize(2);
        assertThat(sharersIn(one.say(Nap.search("teka")))).containsExactly("one\u00861");
    }

    @Test
    void aFirewalledAskerGetsNoFirewalledSharers() {
        user("wall1", 0, "C:\\m\\teka one.mp3");
        user("open1", "C:\\m\\teka two.mp3");
        assertThat(sharersIn(user("asker1").say(Nap.search("teka")))).hasSize(2);
        assertThat(sharersIn(user("asker2", 0).say(Nap.search("teka")))).containsExactly("open1");
        assertThat(sharersIn(user("asker3", 0).say(Nap.search("teka")))).containsExactly("open1");
        assertThat(searchesAtServer()).isEqualTo(2);
    }

    @Test
    void whoLeavesIsGoneFromTheCacheAtOnce() {
        Laboratory.Client sharer = user("sharer1", "C:\\m\\teka band.mp3");
        Laboratory.Client asker = user("asker1");
        assertThat(asker.say(Nap.search("teka"))).hasSize(2);
        sharer.leave();
        assertThat(asker.say(Nap.search("teka"))).containsExactly(new Nap(Nap.END, ""));
        assertThat(searchesAtServer()).isEqualTo(1);
    }

    @Test
    void whoComesBackIsFoundAtOnce() {
        Laboratory.Client asker = user("asker1");
        user("sharer1", "C:\\m\\teka band.mp3").leave();
        assertThat(asker.say(Nap.search("teka"))).hasSize(1);
        user("sharer1", "C:\\m\\teka band.mp3");
        assertThat(asker.say(Nap.search("teka"))).hasSize(2);
    }

    @Test
    void anAnswerLivesNoLongerThanAllowedAndIsRefreshedBehindBefore() {
        user("sharer1", "C:\\m\\teka band.mp3");
        Laboratory.Client asker = user("asker1");
        asker.say(Nap.search("teka"), Nap.search("teka"), Nap.search("teka"));
        lab.advance(Duration.ofSeconds(21));
        assertThat(asker.say(Nap.search("teka"))).hasSize(2);
        assertThat(searchesAtServer()).as("asked behind the answer").isEqualTo(2);
        lab.advance(Duration.ofSeconds(15));
        assertThat(asker.say(Nap.search("teka"))).hasSize(2);
        assertThat(searchesAtServer()).as("still fresh").isEqualTo(2);
        lab.advance(Duration.ofSeconds(31));
        asker.say(Nap.search("teka"));
        assertThat(searchesAtServer()).as("too old").isEqualTo(3);
        assertThat(lab.counts().refreshed()).isEqualTo(1);
    }

    @Test
    void whatIsSeldomAskedForIsNotRefreshedBehind() {
        user("sharer1", "C:\\m\\teka band.mp3");
        Laboratory.Client asker = user("asker1");
        asker.say(Nap.search("teka"));
        lab.advance(Duration.ofSeconds(21));
        assertThat(asker.say(Nap.search("teka"))).hasSize(2);
        assertThat(searchesAtServer()).isEqualTo(1);
        lab.advance(Duration.ofSeconds(10));
        assertThat(asker.say(Nap.search("teka"))).hasSize(2);
        assertThat(searchesAtServer()).as("too old").isEqualTo(2);
    }

    @Test
    void anEmptyAnswerLivesShorter() {
        Laboratory.Client asker = user("asker1");
        asker.say(Nap.search("nothing"));
        lab.advance(Duration.ofSeconds(5));
        assertThat(asker.say(Nap.search("nothing"))).containsExactly(new Nap(Nap.END, ""));
        assertThat(lab.counts().negative()).isEqualTo(1);
        lab.advance(Duration.ofSeconds(11));
        asker.say(Nap.search("nothing"));
        assertThat(searchesAtServer()).isEqualTo(2);
    }

    @Test
    void equalSearchesAtTheSameTimeAreAskedOnce() {
        user("sharer1", "C:\\m\\teka band.mp3");
        List<Laboratory.Client> askers = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            askers.add(user("asker" + i));
        }
        lab.delay(Duration.ofMillis(300));
        askers.forEach(asker -> asker.say(Nap.search("teka")));
        lab.advance(Duration.ofMillis(301));
        assertThat(askers)
                .allSatisfy(asker -> assertThat(asker.received)
                        .endsWith(asker.received.get(asker.received.size() - 2), new Nap(Nap.END, "")));
        assertThat(searchesAtServer()).isEqualTo(1);
        assertThat(lab.counts().coalesced()).isEqualTo(8);
    }

    @Test
    void whoWaitsForAnotherAsksItselfWhenThatTakesTooLongOrLeaves() {
        Laboratory.Client slow = user("slow1");
        Laboratory.Client patient = user("patient1");
        Laboratory.Client lucky = user("lucky1");
        slow.freezeServer(true);
        slow.say(Nap.search("teka"));
        assertThat(patient.say(Nap.search("teka"))).isEmpty();
        lab.advance(Duration.ofMillis(1001));
        assertThat(patient.received).endsWith(new Nap(Nap.END, ""));
        slow.say(Nap.search("other"));
        assertThat(lucky.say(Nap.search("teka"))).containsExactly(new Nap(Nap.END, ""));
        slow.leave();
        assertThat(lab.counts().coalesced()).isEqualTo(1);
    }

    @Test
    void aClientThatLeavesMakesThoseWhoWaitAskThemselves() {
        Laboratory.Client slow = user("slow1");
        Laboratory.Client patient = user("patient1");
        slow.freezeServer(true);
        slow.say(Nap.search("teka"));
        patient.say(Nap.search("teka"));
        slow.leave();
        assertThat(patient.received).endsWith(new Nap(Nap.END, ""));
    }

    @Test
    void oneSearchAtATimeIsAtTheServerAndAnswersKeepTheirOrder() {
        user("sharer1", "C:\\m\\teka band.mp3", "C:\\m\\other.mp3");
        Laboratory.Client asker = user("asker1");
        asker.say(Nap.search("other"));
        asker.toServer();
        lab.delay(Duration.ofMillis(50));
        asker.say(Nap.search("teka"), Nap.search("other"), Nap.search("band"), new Nap(603, "x"));
        assertThat(asker.toServer()).containsExactly(Nap.search("teka"));
        int before = asker.received.size();
        lab.advance(Duration.ofMillis(51));
        assertThat(asker.toServer()).containsExactly(Nap.search("band"), new Nap(603, "x"));
        lab.advance(Duration.ofMillis(51));
        assertThat(asker.received.subList(before, asker.received.size()).stream()
                        .map(Nap::type))
                .containsExactly(Nap.RESULT, Nap.END, Nap.RESULT, Nap.END, Nap.RESULT, Nap.END, 604);
    }

    @Test
    void otherMessagesDoNotWaitLongBehindSearches() {
        Laboratory.Client asker = user("asker1");
        asker.freezeServer(true);
        asker.say(Nap.search("a"), Nap.search("b"), new Nap(205, "asker1 hello"));
        assertThat(asker.toServer()).containsExactly(Nap.search("a"));
        lab.advance(Duration.ofMillis(1001));
        assertThat(asker.toServer()).containsExactly(new Nap(205, "asker1 hello"));
    }

    @Test
    void aClientThatAsksFasterThanItsServerAnswersIsNotReadForAWhile() {
        Laboratory.Client asker = user("asker1");
        lab.delay(Duration.ofMillis(10));
        for (int i = 0; i < 40; i++) {
            asker.say(Nap.search("word" + i));
        }
        assertThat(asker.isRead()).isFalse();
        lab.advance(Duration.ofMillis(10 * 41));
        assertThat(asker.isRead()).isTrue();
        assertThat(asker.received.stream().filter(message -> message.type() == Nap.END))
                .hasSize(40);
        assertThat(lab.counts().refused()).containsEntry("queued-searches", 1L);
    }

    @Test
    void answersFirstAndAsksBehind() {
        Laboratory first = new Laboratory(TestSettings.with(OnMiss.ANSWER_FIRST, 100, 32), new ModelServer(100), 1);
        Laboratory.Client sharer = first.connect("10.0.0.1");
        sharer.say(Nap.logIn("sharer", 6699), Nap.share("C:\\m\\teka local.mp3"));
        ModelServer.Client elsewhere = first.server.connect("10.0.0.2", message -> {});
        elsewhere.say(Nap.logIn("elsewhere", 6699));
        elsewhere.say(Nap.share("C:\\m\\teka far.mp3"));
        Laboratory.Client asker = first.connect("10.0.0.3");
        asker.say(Nap.logIn("asker", 6699));
        settle(first);
        first.delay(Duration.ofMillis(100));
        assertThat(sharersIn(asker.say(Nap.search("teka")))).containsExactly("sharer");
        first.advance(Duration.ofMillis(101));
        assertThat(sharersIn(asker.say(Nap.search("teka")))).containsExactly("sharer", "elsewhere");
        assertThat(sharersIn(asker.say(Nap.search("teka local")))).containsExactly("sharer");
        assertThat(first.server.searches()).isEqualTo(2);
        assertThat(asker.received.stream().filter(message -> message.type() == Nap.END))
                .hasSize(3);
        sharer.leave();
        first.advance(Duration.ofMillis(101));
        assertThat(sharersIn(asker.say(Nap.search("teka")))).containsExactly("elsewhere");
        Laboratory.Client again = first.connect("10.0.0.1");
        again.say(Nap.logIn("sharer", 6699), Nap.share("C:\\m\\teka local.mp3"));
        settle(first);
        assertThat(sharersIn(asker.say(Nap.search("teka"))))
                .as("who came is found, and what was known before stays")
                .containsExactly("sharer", "elsewhere");
        assertThat(sharersIn(asker.say(new Nap(Nap.SEARCH, "FILENAME CONTAINS \"local\" MAX_RESULTS 0"))))
                .as("servers take it for no wish")
                .containsExactly("sharer");
    }

    @Test
    void theFilesOfOneWhoFillsTheCacheAreNotKept() {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            paths.add("C:\\m\\" + "x".repeat(1800) + " word" + i + ".mp3");
        }
        Laboratory small = new Laboratory(TestSettings.small(), new ModelServer(100), 1);
        Laboratory.Client greedy = small.connect("10.0.0.1");
        greedy.say(Nap.logIn("greedy", 6699));
        paths.forEach(path -> greedy.say(Nap.share(path)));
        Laboratory.Client asker = small.connect("10.0.0.2");
        asker.say(Nap.logIn("asker", 6699));
        settle(small);
        for (int i = 0; i < 40; i++) {
            asker.say(Nap.search("word" + i));
        }
        assertThat(small.counts().refused().get("sharer-quota")).isGreaterThan(20);
        assertThat(small.counts().entries()).isBetween(1L, 20L);
    }
}
