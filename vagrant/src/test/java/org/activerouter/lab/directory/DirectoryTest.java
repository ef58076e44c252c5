package org.activerouter.lab.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectoryTest {
    private final Directory directory = new Directory();
    private User ann;
    private User bob;

    @BeforeEach
    void twoUsersLogIn() throws UnknownHostException {
        ann = user("ann pw 6699 \"TekNap-1.3g\" 5", "127.0.0.11");
        bob = user("bob pw 0 \"TekNap-1.3g\" 3 5201 0", "127.0.0.12");
        assertThat(directory.enter(ann)).isTrue();
        assertThat(directory.enter(bob)).isTrue();
    }

    @Test
    void aResultNamesTheSharersAddressAsALittleEndianNumber() {
        share(ann, "\"C:\\music\\love song.mp3\" d41d8 3000000 128 44100 240");

        assertThat(find("love", bob))
                .containsExactly("\"C:\\music\\love song.mp3\" d41d8 3000000 128 44100 240 ann 184549503 5");
    }

    @Test
    void onlyWholeWordsMatch() {
        share(ann, "\"C:\\music\\love song.mp3\" d 1 128 44100 240");

        assertThat(find("lov", bob)).isEmpty();
        assertThat(find("LOVE song", bob)).hasSize(1);
        assertThat(find("mp3", bob)).isEmpty();
    }

    @Test
    void onesOwnFilesAreNeverInTheAnswer() {
        share(ann, "\"C:\\music\\love.mp3\" d 1 128 44100 240");

        assertThat(find("love", ann)).isEmpty();
    }

    @Test
    void whoIsFirewalledGetsNoFilesOfTheFirewalled() throws UnknownHostException {
        User carl = user("carl pw 0 \"x\" 3", "127.0.0.13");
        directory.enter(carl);
        share(bob, "\"C:\\music\\love.mp3\" d 1 128 44100 240");

        assertThat(find("love", carl)).isEmpty();
        assertThat(find("love", ann)).hasSize(1);
    }

    @Test
    void theNewestComesFirstAndNoMoreThanAskedFor() {
        share(ann, "\"C:\\music\\love one.mp3\" d 1 128 44100 240");
        share(ann, "\"C:\\music\\love two.mp3\" d 1 128 44100 240");
        share(ann, "\"C:\\music\\love three.mp3\" d 1 128 44100 240");

        Search two = Search.of("FILENAME CONTAINS \"love\" MAX_RESULTS 2").orElseThrow();
        assertThat(texts(two, bob))
                .satisfiesExactly(
                        first -> assertThat(first).contains("three"),
                        second -> assertThat(second).contains("two"));
    }

    @Test
    void aFolderIsSharedFileByFile() {
        directory.share(ann, SharedFile.ofFolder("\"C:\\a b\\\" \"x.mp3\" d 1 128 44100 9 \"y.mp3\" d 2 96 44100 9"));

        assertThat(find("b", bob)).hasSize(2);
        assertThat(texts(
                        Search.of("FILENAME CONTAINS \"b\" BITRATE \"AT LEAST\" 128")
                                .orElseThrow(),
                        bob))
                .singleElement()
                .asString()
                .contains("x.mp3");
    }

    @Test
    void whatIsUnsharedOrWhoseSharerLeftIsNotFoundAnyMore() {
        share(ann, "\"C:\\music\\love one.mp3\" d 1 128 44100 240");
        share(ann, "\"C:\\music\\love two.mp3\" d 1 128 44100 240");

        assertThat(directory.unshare(ann, "C:\\music\\love one.mp3")).isTrue();
        assertThat(directory.unshare(ann, "C:\\music\\love one.mp3")).isFalse();
        assertThat(find("love", bob)).hasSize(1);
        directory.leave(ann);
        assertThat(find("love", bob)).isEmpty();
        assertThat(directory.statistics()).isEqualTo("1 0 0");
    }

    @Test
    void aNickIsOnesOwnUntilOneLeaves() throws UnknownHostException {
        User other = user("ann pw 6699 \"x\" 5", "127.0.0.99");

        assertThat(directory.enter(other)).isFalse();
        directory.leave(ann);
        assertThat(directory.enter(other)).isTrue();
    }

    private List<String> find(String words, User asker) {
        return texts(Search.of("FILENAME CONTAINS \"" + words + "\"").orElseThrow(), asker);
    }

    private List<String> texts(Search search, User asker) {
        return directory.find(search, asker).stream().map(Directory.Found::text).toList();
    }

    private void share(User owner, String text) {
        directory.share(owner, List.of(SharedFile.of(text).orElseThrow()));
    }

    private static User user(String login, String address) throws UnknownHostException {
        return User.of(login, (Inet4Address) InetAddress.getByName(address)).orElseThrow();
    }
}
