package org.activerouter.proxy.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a session does about clients and servers that say what they should not, or nothing any more. */
class NapSessionFaultTest extends CachedDirectory {
    @Test
    void theWishForCompressionIsLeftOut() {
        Laboratory.Client client = lab.connect("10.0.0.9");
        client.say(new Nap(2, "nick pw 6699 \"TekNap 1.3\" 4 a@b 5201 6"));
        client.say(new Nap(2, "nick pw 6699 \"TekNap 1.3\" 4 \"\" 5201 \"6\" "));
        client.say(new Nap(2, "nick pw 6699 \"TekNap 1.3\" 4 \"x\" 5201 0"));
        assertThat(client.toServer())
                .containsExactly(
                        new Nap(2, "nick pw 6699 \"TekNap 1.3\" 4 a@b 5201"),
                        new Nap(2, "nick pw 6699 \"TekNap 1.3\" 4 \"\" 5201"),
                        new Nap(2, "nick pw 6699 \"TekNap 1.3\" 4 \"x\" 5201 0"));
    }

    @Test
    void whereTheServerGrantsCompressionAllTheSameEverythingPasses() {
        Laboratory.Client client = lab.connect("10.0.0.9");
        client.freezeServer(true);
        Nap logIn = new Nap(2, "nick pw 6699 \"TekNap 1.3\" 4 a@b 5201 10");
        client.say(logIn, Nap.search("a"), new Nap(205, "other hello"));
        client.serverSends(new Nap(3, "\"a@b\" 6").bytes());
        assertThat(client.toServer()).containsExactly(logIn, Nap.search("a"), new Nap(205, "other hello"));
        client.keepBytes();
        ByteBuf compressed = Unpooled.wrappedBuffer(new byte[] {0x78, (byte) 0x9C, (byte) 0xFF, (byte) 0xFF, 1, 2, 3});
        client.sayBytes(compressed.copy());
        assertThat(client.bytesToServer()).isEqualTo(compressed);
        client.serverSends(compressed.copy());
        assertThat(client.bytesToClient()).isEqualTo(compressed);
    }

    @Test
    void oneWhoLogsInTwiceBeforeTheAnswerIsTakenForNeither() {
        user("sharer1", "C:\\m\\teka band.mp3");
        Laboratory.Client client = lab.connect("10.0.0.9");
        lab.delay(Duration.ofMillis(1));
        client.say(Nap.logIn("nick", 6699), Nap.logIn("sharer1", 6699));
        lab.advance(Duration.ofMillis(2));
        lab.delay(Duration.ZERO);
        assertThat(client.say(Nap.search("teka"))).hasSize(2);
        client.leave();
        assertThat(user("other2").say(Nap.search("teka"))).hasSize(2);
        assertThat(lab.counts().kept()).isEqualTo(1);
        assertThat(lab.counts().purged()).isZero();
    }

    /** As real servers do with one who may not register. */
    @Test
    void oneWhoIsRefusedAndTriesAgainIsWhomTheServerAccepts() {
        user("sharer1", "C:\\m\\teka band.mp3");
        Laboratory.Client client = lab.connect("10.0.0.9");
        client.freezeServer(true);
        client.say(new Nap(6, "nick pw 6699 \"test 1.0\" 4"));
        client.serverSends(new Nap(0, "registration is disabled").bytes());
        client.say(Nap.logIn("nick", 6699));
        client.serverSends(new Nap(3, "a@b").bytes());
        client.freezeServer(false);
        assertThat(client.say(Nap.search("teka"))).hasSize(2);
        assertThat(lab.counts().kept()).isEqualTo(1);
    }

    @Test
    void whatWaitsGoesToTheServerBeforeTheClientsEnd() {
        Laboratory.Client client = user("nick1");
        client.freezeServer(true);
        client.say(Nap.search("a"), Nap.search("b"), new Nap(205, "other hello"));
        assertThat(client.toServer()).containsExactly(Nap.search("a"));
        client.finishes();
        assertThat(client.toServer()).containsExactly(Nap.search("b"), new Nap(205, "other hello"));
        client.serverSends(new Nap(Nap.END, "").bytes());
        client.serverSends(new Nap(Nap.RESULT, "\"C:\\b.mp3\" 0 1 2 3 4 nick9 5 6").bytes());
        client.serverSends(new Nap(Nap.END, "").bytes());
        assertThat(client.received.stream().map(Nap::type)).endsWith(Nap.END, Nap.RESULT, Nap.END);
        assertThat(lab.counts().refused()).containsEntry("doubt", 0L);
    }

    @Test
    void soDoesASearchForWhichAnotherClientWasWaitedFor() {
        Laboratory.Client slow = user("slow1");
        Laboratory.Client client = user("nick2");
        slow.freezeServer(true);
        slow.say(Nap.search("a"));
        client.say(Nap.search("a"));
        assertThat(client.toServer()).isEmpty();
        client.finishes();
        assertThat(client.toServer()).containsExactly(Nap.search("a"));
        assertThat(client.received).endsWith(new Nap(Nap.END, ""));
    }

    @Test
    void whatIsNotOpenNapPassesUnchanged() {
        Laboratory.Client client = lab.connect("10.0.0.9");
        ByteBuf sent =
                Unpooled.copiedBuffer("GET / HTTP/1.1\r\n\r\n\0\0\2\0", java.nio.charset.StandardCharsets.US_ASCII);
        client.sayBytes(sent.copy());
        assertThat(client.bytesToServer()).isEqualTo(sent);
        assertThat(lab.counts().refused()).containsEntry("not-opennap", 1L);
    }

    @Test
    void aMessageLongerThanServersTakeEndsTheSession() {
        Laboratory.Client client = user("nick1");
        client.say(new Nap(205, "x".repeat(2048)));
        assertThat(client.isOver()).isFalse();
        client.say(new Nap(205, "x".repeat(2049)));
        assertThat(client.isOver()).isTrue();
        assertThat(lab.counts().refused()).containsEntry("message-size", 1L);
    }

    @Test
    void aClientThatNeverLogsInIsLetGo() {
        Laboratory.Client client = lab.connect("10.0.0.9");
        client.sayBytes(Unpooled.wrappedBuffer(new byte[] {10, 0, 2}));
        lab.advance(Duration.ofSeconds(11));
        assertThat(client.isOver()).isTrue();
        assertThat(lab.counts().refused()).containsEntry("log-in-time", 1L);
    }

    @Test
    void soIsAClientThatNeverEndsItsLogIn() {
        Laboratory.Client client = lab.connect("10.0.0.9");
        client.sayBytes(Nap.logIn("nick", 6699).bytes().readSlice(9));
        lab.advance(Duration.ofSeconds(11));
        assertThat(client.isOver()).isTrue();
        assertThat(lab.counts().refused()).containsEntry("log-in-time", 1L);
    }

    @Test
    void searchesDoNotWaitForEverForALogInToBeAccepted() {
        Laboratory.Client client = lab.connect("10.0.0.9");
        client.freezeServer(true);
        client.say(Nap.logIn("nick", 6699), Nap.search("a"));
        client.toServer();
        lab.advance(Duration.ofSeconds(11));
        assertThat(client.toServer()).containsExactly(Nap.search("a"));
        assertThat(client.isOver()).isFalse();
    }

    @Test
    void anInvalidSearchIsAnsweredByTheServerEachTime() {
        Laboratory.Client client = user("nick1");
        List<Nap> refusal = List.of(new Nap(Nap.ERROR, "invalid search request"), new Nap(Nap.END, ""));
        assertThat(client.say(new Nap(Nap.SEARCH, "WMA-FILE"))).isEqualTo(refusal);
        assertThat(client.say(new Nap(Nap.SEARCH, "WMA-FILE"))).isEqualTo(refusal);
        assertThat(lab.counts().entries()).isZero();
    }

    @Test
    void anErrorOfASearchWithoutAnEndEndsIt() {
        Laboratory.Client client = user("nick1");
        client.say(Nap.search("nothing"));
        client.freezeServer(true);
        client.say(Nap.search("a"), Nap.search("b"));
        client.serverSends(new Nap(Nap.ERROR, "too many pending searches").bytes());
        client.freezeServer(false);
        lab.advance(Duration.ofMillis(1001));
        assertThat(client.received).endsWith(new Nap(Nap.ERROR, "too many pending searches"), new Nap(Nap.END, ""));
        assertThat(lab.counts().refused()).containsEntry("doubt", 0L);
    }

    @Test
    void anErrorThatMayBeAnothersLeavesTheSessionUncounted() {
        user("sharer1", "C:\\m\\b.mp3");
        Laboratory.Client client = user("nick1");
        client.freezeServer(true);
        client.say(new Nap(603, "x"), Nap.search("a"));
        client.serverSends(new Nap(Nap.ERROR, "no such user").bytes());
        lab.advance(Duration.ofMillis(1001));
        assertThat(lab.counts().refused()).containsEntry("doubt", 1L);
        client.freezeServer(false);
        client.serverSends(new Nap(Nap.END, "").bytes());
        assertThat(client.say(Nap.search("b"))).hasSize(2);
        assertThat(lab.counts().entries()).isZero();
        assertThat(user("nick2").say(Nap.search("b"))).hasSize(2);
        assertThat(searchesAtServer()).isEqualTo(3);
    }

    @Test
    void anErrorOfAnotherMessageBeforeTheResultsChangesNothing() {
        Laboratory.Client client = user("nick1");
        client.freezeServer(true);
        client.say(Nap.search("a"));
        client.serverSends(new Nap(Nap.ERROR, "no such user").bytes());
        client.serverSends(new Nap(Nap.RESULT, "\"C:\\a.mp3\" 0 1 2 3 4 nick9 5 6").bytes());
        lab.advance(Duration.ofSeconds(2));
        client.serverSends(new Nap(Nap.END, "").bytes());
        client.freezeServer(false);
        assertThat(user("nick2").say(Nap.search("a"))).hasSize(2);
        assertThat(searchesAtServer()).isEqualTo(1);
    }

    @Test
    void anAnswerThatTakesLongerThanAnyServerLeavesTheSessionUncounted() {
        Laboratory.Client client = user("nick1");
        client.freezeServer(true);
        client.say(Nap.search("a"));
        lab.advance(Duration.ofSeconds(181));
        client.freezeServer(false);
        assertThat(client.say(Nap.search("b"))).containsExactly(new Nap(Nap.END, ""));
        assertThat(lab.counts().entries()).isZero();
        assertThat(lab.counts().refused()).containsEntry("search-time", 1L);
    }

    @Test
    void aFloodOfResultsEndsTheSession() {
        Laboratory.Client client = user("nick1");
        client.freezeServer(true);
        client.say(Nap.search("a"));
        for (int i = 0; i < 300; i++) {
            client.serverSends(new Nap(Nap.RESULT, "\"C:\\a" + i + ".mp3\" 0 1 2 3 4 nick9 5 6").bytes());
        }
        assertThat(client.isOver()).isTrue();
        assertThat(lab.counts().refused()).containsEntry("results-passed", 1L);
    }

    @Test
    void anAnswerTooLargeOrUnreadablePassesAndIsNotKept() {
        Laboratory.Client client = user("nick1");
        client.freezeServer(true);
        client.say(Nap.search("a"));
        client.serverSends(new Nap(Nap.RESULT, "no result at all").bytes());
        client.serverSends(new Nap(Nap.END, "").bytes());
        client.say(Nap.search("b"));
        client.serverSends(new Nap(Nap.RESULT, "\"" + "x".repeat(60000) + "\" 0 1 2 3 4 n 5 6").bytes());
        client.serverSends(new Nap(Nap.END, "").bytes());
        assertThat(client.received.stream().map(Nap::type)).endsWith(Nap.RESULT, Nap.END, Nap.RESULT, Nap.END);
        assertThat(lab.counts().entries()).isZero();
    }

    @Test
    void whenTheServerIsGoneWhatIsKnownIsAnsweredUntilTheLimitAndThenTheSessionEnds() {
        user("sharer1", "C:\\m\\teka band.mp3");
        Laboratory.Client asker = user("asker1");
        List<Nap> answer = asker.say(Nap.search("teka"));
        lab.advance(Duration.ofSeconds(60));
        lab.serverAlive(false);
        assertThat(asker.serverLeaves()).isTrue();
        assertThat(asker.say(Nap.search("teka"))).isEqualTo(answer);
        assertThat(asker.say(Nap.search("unknown")))
                .containsExactly(new Nap(Nap.ERROR, "the server does not answer"), new Nap(Nap.END, ""));
        lab.advance(Duration.ofMinutes(4));
        assertThat(asker.isOver()).isFalse();
        lab.advance(Duration.ofMinutes(1));
        assertThat(asker.isOver()).isTrue();
        assertThat(lab.counts().stale()).isEqualTo(1);
    }

    @Test
    void whenTheServerIsBackTheClientIsSentToItAgain() {
        Laboratory.Client asker = user("asker1");
        lab.serverAlive(false);
        asker.serverLeaves();
        lab.advance(Duration.ofSeconds(5));
        assertThat(asker.isOver()).isFalse();
        lab.serverAlive(true);
        lab.advance(Duration.ofSeconds(2));
        assertThat(asker.isOver()).isTrue();
    }

    @Test
    void aServerThatOnlyEndsThisConnectionIsNotTakenForDead() {
        Laboratory.Client asker = user("asker1");
        asker.serverLeaves();
        assertThat(asker.isOver()).isTrue();
        Laboratory.Client killed = user("killed1");
        killed.serverSends(new Nap(0, "you have been killed").bytes());
        assertThat(killed.serverLeaves()).isFalse();
    }

    @Test
    void searchesThatWaitAreAnsweredWhenTheServerGoes() {
        user("sharer1", "C:\\m\\teka band.mp3");
        Laboratory.Client asker = user("asker1");
        List<Nap> answer = asker.say(Nap.search("teka"));
        lab.advance(Duration.ofSeconds(60));
        asker.freezeServer(true);
        asker.say(Nap.search("teka"), Nap.search("teka"));
        lab.serverAlive(false);
        asker.serverLeaves();
        assertThat(asker.received).endsWith(answer.get(0), answer.get(1), answer.get(0), answer.get(1));
    }
}
