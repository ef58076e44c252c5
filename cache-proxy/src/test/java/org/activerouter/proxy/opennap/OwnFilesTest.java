package org.activerouter.proxy.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.junit.jupiter.api.Test;

/** An answer lacks the files of who asked; where these are certainly known, others get them too without the server. */
class OwnFilesTest extends CachedDirectory {
    private static final String OWN = "C:\\m\\teka own.mp3";

    /** The server has told somebody of all that this client shares, and of another one's file. */
    private Laboratory.Client known(String nick, String... paths) {
        user("sharer1", "C:\\m\\teka band.mp3");
        Laboratory.Client client = user(nick, paths);
        Laboratory.Client witness = user("witness9");
        for (String path : paths) {
            String name = path.substring(path.lastIndexOf('\\') + 1, path.lastIndexOf('.'));
            witness.say(Nap.search(name));
        }
        return client;
    }

    private long askedAfter(Laboratory.Client asker, Nap search) {
        long before = searchesAtServer();
        asker.say(search);
        return searchesAtServer() - before;
    }

    @Test
    void anAnswerIsCompletedByTheAskersOwnFilesOfWhichTheServerHasTold() {
        Laboratory.Client owner = known("owner2", OWN);
        assertThat(sharersIn(owner.say(Nap.search("teka")))).containsExactly("sharer1");
        assertThat(askedAfter(user("other3"), Nap.search("teka"))).isZero();
        List<Nap> answer = user("other4").say(Nap.search("teka"));
        assertThat(sharersIn(answer)).containsExactlyInAnyOrder("sharer1", "owner2");
        assertThat(answer).contains(new Nap(Nap.RESULT, Nap.share(OWN).text() + " owner2 855638026 4"));
        assertThat(sharersIn(owner.say(Nap.search("teka")))).containsExactly("sharer1");
    }

    @Test
    void ofAFileThatTheServerHasNotToldOfYetNobodyGuessesWhatItWouldSay() {
        user("sharer1", "C:\\m\\teka band.mp3");
        user("owner2", OWN).say(Nap.search("teka"));
        assertThat(askedAfter(user("other3"), Nap.search("teka"))).isOne();
    }

    @Test
    void aFileThatOnlySomeServersFindByAWordIsNotGuessed() {
        Laboratory.Client owner = known("owner2", "C:\\teka\\m\\far own.mp3");
        owner.say(Nap.search("teka"));
        assertThat(askedAfter(user("other3"), Nap.search("teka"))).isOne();
    }

    @Test
    void aFileWithOneOfTwoWordsIsNotGuessedBecauseTheServerMayPassOverTheOther() {
        known("owner2", OWN).say(Nap.search("teka band"));
        assertThat(askedAfter(user("other3"), Nap.search("teka band"))).isOne();
    }

    @Test
    void anEmptyAnswerDoesNotProveThatFilesCanBeFoundByItsWords() {
        known("owner2", OWN).say(Nap.search("own"));
        lab.advance(Duration.ofSeconds(31));
        lab.connect("10.0.0.77");
        Laboratory.Client owner = user("owner5", "C:\\m\\lonely.mp3");
        user("witness6").say(Nap.search("lonely"));
        lab.advance(Duration.ofSeconds(31));
        owner.say(Nap.search("lonely"));
        assertThat(askedAfter(user("other7"), Nap.search("lonely"))).isOne();
    }

    @Test
    void limitsOnWhatAResultTellsAreAppliedToTheOwnFiles() {
        Laboratory.Client owner = known("owner2", OWN);
        Nap high = new Nap(Nap.SEARCH, "FILENAME CONTAINS \"teka\" BITRATE \"AT LEAST\" 128");
        owner.say(high);
        assertThat(askedAfter(user("other3"), high)).isZero();
        assertThat(sharersIn(user("other4").say(high))).containsExactlyInAnyOrder("sharer1", "owner2");
    }

    @Test
    void whatTheOwnerWithdrawsAndWhoeverLeavesIsGoneFromACompletedAnswer() {
        Laboratory.Client owner = known("owner2", OWN);
        owner.say(Nap.search("teka"));
        owner.say(new Nap(Nap.UNSHARE, OWN));
        assertThat(sharersIn(user("other3").say(Nap.search("teka")))).containsExactly("sharer1");
        owner.say(Nap.share(OWN));
        settle(lab);
        owner.say(Nap.search("teka"));
        owner.leave();
        assertThat(sharersIn(user("other4").say(Nap.search("teka")))).containsExactly("sharer1");
    }

    @Test
    void whoHasChangedHisSpeedIsToldOfInAnotherWay() {
        Laboratory.Client owner = known("owner2", OWN);
        owner.say(new Nap(700, "7"));
        owner.say(Nap.search("teka"));
        assertThat(askedAfter(user("other3"), Nap.search("teka"))).isOne();
    }

    @Test
    void whoHasRegisteredWhatServersReadDifferentlyIsNotCertainAnyMore() {
        List<Nap> doubtful = List.of(
                new Nap(Nap.SHARE, "\"C:\\m\\teka two.mp3\" no numbers"),
                new Nap(Nap.SHARE, Nap.share("C:\\m\\teka two.mp3").text() + " and more"),
                new Nap(Nap.UNSHARE, "C:\\m\\never shared.mp3"),
                new Nap(Nap.UNSHARE, OWN.toLowerCase(java.util.Locale.ROOT)));
        for (Nap each : doubtful) {
            OwnFilesTest fresh = new OwnFilesTest();
            Laboratory.Client owner = fresh.known("owner2", OWN);
            owner.say(each);
            settle(fresh.lab);
            owner.say(Nap.search("band"), Nap.search("teka"));
            assertThat(fresh.askedAfter(fresh.user("other3"), Nap.search("teka")))
                    .as(each.toString())
                    .isOne();
        }
    }

    @Test
    void aFirewalledAskersOwnFilesAreNotAddedForOthers() {
        user("sharer1", "C:\\m\\teka band.mp3");
        Laboratory.Client owner = user("owner2", 0, OWN);
        user("witness3").say(Nap.search("own"));
        owner.say(Nap.search("teka"));
        assertThat(askedAfter(user("other4", 0), Nap.search("teka"))).isOne();
    }

    @Test
    void moreThanTheServerIsKnownToGiveIsNotPutTogether() {
        for (int i = 0; i < 12; i++) {
            user("sharer" + i, "C:\\m\\teka band" + i + ".mp3");
        }
        Laboratory.Client owner = user("owner2", OWN);
        user("witness3").say(Nap.search("own"));
        owner.say(Nap.search("teka"));
        assertThat(askedAfter(user("other4"), Nap.search("teka")))
                .as("nobody got 13 results yet")
                .isOne();
        lab.advance(Duration.ofSeconds(31));
        owner.say(Nap.search("teka"));
        assertThat(askedAfter(user("other5"), Nap.search("teka")))
                .as("somebody got 13 results, but nobody more than 12 when there were 12")
                .isZero();
    }

    @Test
    void whatATakenOverClientHasRegisteredIsKnownIfAllOfItWasSeen() {
        assertThat(askedAfterTakeover(0)).isZero();
    }

    @Test
    void whatItRegisteredUnseenIsNotGuessed() {
        assertThat(askedAfterTakeover(1)).isOne();
    }

    private long askedAfterTakeover(int unseen) {
        List<Nap> said = List.of(Nap.logIn("owner2", 6699), Nap.share(OWN), Nap.share("C:\\m\\else.mp3"));
        user("sharer1", "C:\\m\\teka band.mp3");
        Laboratory.Client clock = lab.connect("10.9.9.9");
        SeenAnswers seen = new SeenAnswers(lab.shared, clock::nanos, clock::nanos);
        FlowKey flow = new FlowKey(new Endpoint(Laboratory.address("10.0.0.51"), 1234), lab.endpoint());
        seen.loggedIn(flow, "owner2", false, 4, clock.nanos());
        said.stream()
                .skip(1)
                .limit(said.size() - 1 - unseen)
                .forEach(share -> seen.registered(
                        flow, share.type(), share.text().getBytes(StandardCharsets.ISO_8859_1), clock.nanos()));
        Laboratory.Client owner = lab.takeOver("10.0.0.51", said, Integer.MAX_VALUE, Integer.MAX_VALUE, true);
        seen.handOver(flow, owner.standing(), owner::adopt);
        seen.work();
        settle(lab);
        user("witness3").say(Nap.search("own"));
        owner.say(Nap.search("teka"));
        return askedAfter(user("other4"), Nap.search("teka"));
    }
}
