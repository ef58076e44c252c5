package org.activerouter.proxy.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.junit.jupiter.api.Test;

class SeenAnswersTest {
    private static final byte[] TEKA = bytes(Nap.search("teka").text());

    private final Laboratory lab = new Laboratory(TestSettings.cuttingAt(100), new ModelServer(100), 1);
    private final Laboratory.Client clock = lab.connect("10.9.9.9");
    private final SeenAnswers seen = new SeenAnswers(lab.shared, clock::nanos, clock::nanos);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] result(String nick) {
        return bytes("\"C:\\m\\teka.mp3\" 0 1 2 3 4 " + nick + " 5 6");
    }

    private FlowKey client(int number) {
        return new FlowKey(new Endpoint(Laboratory.address("10.1.1." + number), 1000 + number), lab.endpoint());
    }

    private FlowKey loggedIn(int number) {
        seen.loggedIn(client(number), "seen" + number, false, 4, clock.nanos());
        return client(number);
    }

    private Laboratory.Client redirected(String nick) {
        lab.advance(Duration.ofSeconds(2));
        Laboratory.Client client = lab.connect("10.2.2.2");
        client.say(Nap.logIn(nick, 6699));
        return client;
    }

    @Test
    void whatWasSeenBeforeAnswersTheFirstSearchAfterARedirect() {
        FlowKey one = loggedIn(1);
        seen.answered(one, TEKA, List.of(result("other")), clock.nanos());
        seen.work();
        assertThat(redirected("redirected").say(Nap.search("teka"))).hasSize(2);
        assertThat(lab.server.searches()).isZero();
        assertThat(lab.counts().keptFromCapture()).isEqualTo(1);
    }

    @Test
    void anAnswerToOneWhoSharesWhatMayMatchIsNotWholeForOthers() {
        FlowKey one = loggedIn(1);
        seen.registered(one, Nap.SHARE, bytes(Nap.share("C:\\teka.mp3").text()), clock.nanos());
        seen.work();
        lab.advance(Duration.ofSeconds(2));
        seen.answered(one, TEKA, List.of(result("other")), clock.nanos());
        seen.work();
        redirected("redirected").say(Nap.search("teka"));
        assertThat(lab.server.searches()).isEqualTo(1);
    }

    @Test
    void aClientWithoutALogInThatWasSeenTellsNothing() {
        seen.answered(client(1), TEKA, List.of(result("other")), clock.nanos());
        seen.work();
        redirected("redirected").say(Nap.search("teka"));
        assertThat(lab.server.searches()).isEqualTo(1);
    }

    @Test
    void anOldAnswerStaysAsOldAsItIs() {
        FlowKey one = loggedIn(1);
        long asked = clock.nanos();
        lab.advance(Duration.ofSeconds(29));
        seen.answered(one, TEKA, List.of(result("other")), asked);
        seen.work();
        redirected("redirected").say(Nap.search("teka"));
        assertThat(lab.server.searches()).isEqualTo(1);
    }

    @Test
    void aDepartureIsBelievedUnlessTheNickHasLoggedInAgain() {
        FlowKey one = loggedIn(1);
        FlowKey sharer = loggedIn(2);
        seen.answered(one, TEKA, List.of(result("seen2")), clock.nanos());
        seen.ended(sharer, true, clock.nanos());
        seen.work();
        assertThat(redirected("redirected").say(Nap.search("teka"))).hasSize(1);
        seen.loggedIn(client(3), "seen2", false, 4, clock.nanos());
        seen.loggedIn(client(4), "seen2", false, 4, clock.nanos());
        seen.answered(one, bytes(Nap.search("band").text()), List.of(result("seen2")), clock.nanos());
        seen.ended(client(3), true, clock.nanos());
        seen.work();
        assertThat(redirected("redirected2").say(Nap.search("band"))).hasSize(2);
    }

    @Test
    void connectionsWhoseEndWasNotToldMakeRoomForOthers() {
        for (int i = 0; i < 20_000; i++) {
            Endpoint lost = new Endpoint(Laboratory.address("10.3." + i / 250 + "." + i % 250), 1234);
            seen.loggedIn(new FlowKey(lost, lab.endpoint()), "lost" + i, false, 4, clock.nanos());
            seen.work();
        }
        seen.answered(loggedIn(1), TEKA, List.of(result("other")), clock.nanos());
        seen.work();
        redirected("redirected").say(Nap.search("teka"));
        assertThat(lab.server.searches()).isZero();
    }

    @Test
    void theRoomOfFilesOfAConnectionWhoseEndWasNotToldIsGivenBackWhenItsPortIsUsedAgain() {
        FlowKey one = loggedIn(1);
        seen.registered(one, Nap.SHARE, bytes(Nap.share("C:\\teka.mp3").text()), clock.nanos());
        seen.work();
        assertThat(lab.counts().files()).isEqualTo(1);
        loggedIn(1);
        seen.work();
        assertThat(lab.counts().files()).isZero();
    }

    @Test
    void theRoomOfFilesOfASessionThatEndsWhileItIsTakenOverIsGivenBack() {
        FlowKey flow = loggedIn(1);
        Nap share = Nap.share("C:\\teka.mp3");
        seen.registered(flow, share.type(), bytes(share.text()), clock.nanos());
        Laboratory.Client taken = lab.takeOver(
                "10.1.1.1", List.of(Nap.logIn("seen1", 6699), share), Integer.MAX_VALUE, Integer.MAX_VALUE, true);
        seen.handOver(flow, taken.standing(), taken::adopt);
        taken.leave();
        seen.work();
        assertThat(lab.counts().files()).isZero();
    }

    @Test
    void soIsThatOfOneWhoHasSharedMoreMeanwhile() {
        FlowKey flow = loggedIn(1);
        Nap share = Nap.share("C:\\teka.mp3");
        seen.registered(flow, share.type(), bytes(share.text()), clock.nanos());
        Laboratory.Client taken = lab.takeOver(
                "10.1.1.1", List.of(Nap.logIn("seen1", 6699), share), Integer.MAX_VALUE, Integer.MAX_VALUE, true);
        taken.say(Nap.share("C:\\more.mp3"));
        seen.handOver(flow, taken.standing(), taken::adopt);
        assertThat(lab.counts().files()).isZero();
        seen.work();
        assertThat(lab.counts().files()).as("what was seen is not all any more").isZero();
    }

    @Test
    void afterADropNothingIsCertainAboutWhoSharesWhat() {
        FlowKey one = loggedIn(1);
        seen.work();
        for (int i = 0; i < 5000; i++) {
            seen.registered(one, Nap.UNSHARE_ALL, new byte[0], clock.nanos());
        }
        seen.work();
        lab.advance(Duration.ofSeconds(2));
        seen.answered(one, TEKA, List.of(result("other")), clock.nanos());
        seen.work();
        redirected("redirected").say(Nap.search("teka"));
        assertThat(lab.server.searches()).isEqualTo(1);
        assertThat(lab.counts().refused().get("seen-answers")).isEqualTo(5000 - 4096);
    }
}
