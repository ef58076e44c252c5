package org.activerouter.proxy.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Conversations that have begun elsewhere. */
class TakenOverSessionTest {
    private static final List<Nap> SAID = List.of(
            Nap.logIn("asker1", 6699),
            Nap.share("C:\\m\\teka own.mp3"),
            Nap.search("teka"),
            new Nap(9999, "whatever"),
            Nap.search("band"),
            new Nap(Nap.SEARCH, "WMA-FILE"),
            new Nap(603, "sharer1"));
    private static final List<Nap> LATER = List.of(Nap.search("teka band"), Nap.search("band"));

    private static Laboratory laboratory() {
        Laboratory lab = new Laboratory(TestSettings.cuttingAt(100), new ModelServer(100), 7);
        Laboratory.Client sharer = lab.connect("10.0.0.9");
        sharer.say(Nap.logIn("sharer1", 6699), Nap.share("C:\\m\\teka band.mp3"), Nap.share("C:\\m\\band two.mp3"));
        lab.advance(Duration.ofMillis(1001));
        return lab;
    }

    /** What the client would have heard of the server itself. */
    private static List<Nap> directly() {
        List<Nap> heard = new ArrayList<>();
        ModelServer.Client client = laboratory().server.connect("10.0.0.1", heard::add);
        SAID.forEach(client::say);
        LATER.forEach(client::say);
        return heard;
    }

    private static int bytes(List<Nap> messages) {
        return Nap.all(messages).readableBytes();
    }

    @Test
    void whereverBothDirectionsWereCutTheClientHearsTheSame() {
        List<Nap> expected = directly();
        int answers = bytes(expected);
        for (int arrived = 0; arrived <= bytes(SAID); arrived++) {
            for (int heard = 0; heard <= answers; heard += arrived % 7 == 0 ? 1 : 13) {
                Laboratory lab = laboratory();
                Laboratory.Client client = lab.takeOver("10.0.0.1", SAID, arrived, heard, true);
                LATER.forEach(client::say);
                assertThat(client.received)
                        .as("%s bytes arrived, %s heard", arrived, heard)
                        .isEqualTo(expected);
                assertThat(client.bytesToClient().readableBytes()).isZero();
                assertThat(client.bytesToServer().readableBytes()).isZero();
            }
        }
    }

    @Test
    void onceLoggedInItsSearchesAreAnsweredFromTheCacheAfterThoseOfBefore() {
        int logIn = bytes(SAID.subList(0, 1));
        for (int arrived = logIn; arrived <= bytes(SAID); arrived++) {
            Laboratory lab = laboratory();
            Laboratory.Client client = lab.takeOver("10.0.0.1", SAID, arrived, Integer.MAX_VALUE, true);
            client.say(Nap.search("two"));
            long asked = lab.server.searches();
            client.say(Nap.search("two"));
            assertThat(lab.server.searches()).as("%s bytes arrived", arrived).isEqualTo(asked);
            assertThat(lab.counts().hits()).isPositive();
            assertThat(client.isAltered()).isTrue();
        }
    }

    @Test
    void whileTheCountIsNotCertainEverySearchPassesUntilNothingWasSaidOfAnyForLongEnough() {
        Laboratory lab = laboratory();
        Laboratory.Client client = lab.takeOver("10.0.0.1", SAID, bytes(SAID), Integer.MAX_VALUE, false);
        client.say(Nap.search("two"));
        client.say(Nap.search("two"));
        assertThat(lab.counts().hits()).isZero();
        assertThat(client.isAltered()).isFalse();

        lab.advance(lab.settings.sessions().searchTime().plusMillis(1));
        client.say(Nap.search("two"));
        client.say(Nap.search("two"));
        assertThat(lab.counts().hits()).isEqualTo(1);
    }

    @Test
    void aSessionThatOnlyPassedThingsOnIsAsTheClientSaidIt() {
        Laboratory lab = laboratory();
        Laboratory.Client client = lab.takeOver("10.0.0.1", SAID, 100, 50, true);
        client.say(Nap.search("two"), new Nap(603, "sharer1"));
        assertThat(client.isAltered()).isFalse();
    }

    @Test
    void whenItsServerIsNotStoodInForAnyMoreEverythingPasses() {
        Laboratory lab = laboratory();
        Laboratory.Client client = lab.takeOver("10.0.0.1", SAID, bytes(SAID), Integer.MAX_VALUE, true);
        client.say(Nap.search("two"));
        client.retire();
        long asked = lab.server.searches();
        client.say(Nap.search("two"));
        assertThat(lab.server.searches()).isEqualTo(asked + 1);
        assertThat(client.isAltered()).isFalse();
    }

    @Test
    void whatWasHeldBackIsSentWhenItsServerIsNotStoodInForAnyMore() {
        Laboratory lab = laboratory();
        Laboratory.Client client = lab.takeOver("10.0.0.1", SAID, bytes(SAID), Integer.MAX_VALUE, true);
        client.sayBytes(Nap.search("two").bytes().slice(0, 9));
        assertThat(client.bytesToServer().readableBytes()).isZero();
        client.retire();
        assertThat(client.bytesToServer().readableBytes()).isEqualTo(9);
    }
}
