package org.activerouter.proxy.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.activerouter.proxy.opennap.cache.Asker;
import org.activerouter.proxy.opennap.cache.SearchKey;
import org.activerouter.proxy.opennap.cache.Spelling;
import org.activerouter.proxy.opennap.directory.Registrations;
import org.activerouter.proxy.opennap.directory.Sharer;
import org.junit.jupiter.api.Test;

/** What clients share takes room, by files and by bytes, and it is given back: the limits here are 1000 files and 1 MB. */
class RegistrationsTest extends CachedDirectory {
    private static final int FILES_PER_CLIENT = 50;

    /** A client's files take a tenth of the bytes, so that somebody of twenty gets none if none are given back. */
    private static final List<String> PATHS = IntStream.range(0, FILES_PER_CLIENT)
            .mapToObj(i -> "C:\\" + "x".repeat(1900) + "\\word" + i + ".mp3")
            .toList();

    private Registrations enter() {
        Asker asker = Asker.of("owner", false);
        return lab.shared
                .directory()
                .enter(lab.cache.shelf(lab.endpoint()), new Sharer("owner", Laboratory.address("10.0.0.1"), 4, asker));
    }

    private static ByteBuffer data(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void share(Registrations its, String path) {
        ByteBuffer data = data(Nap.share(path).text());
        its.share(data, 0, data.limit(), 0);
    }

    private static void unshare(Registrations its, String path) {
        its.unshare(data(path), 0, path.length(), 0);
    }

    private SearchKey key(String words) {
        byte[] search = Nap.search(words).text().getBytes(StandardCharsets.ISO_8859_1);
        return lab.cache.keyOf(new Spelling().ask(lab.cache.shelf(lab.endpoint()), false, search));
    }

    @Test
    void twentyClientsFillTheDirectoryAndWhenTheyLeaveThereIsRoomForTwentyOthers() {
        List<Laboratory.Client> first = twentyClients();
        assertThat(lab.counts().files()).isEqualTo(1000);
        assertThat(lab.counts().refused()).containsEntry("files", 0L);
        user("late1", "C:\\one.mp3").leave();
        assertThat(lab.counts().refused()).containsEntry("files", 1L);

        first.forEach(Laboratory.Client::leave);
        assertThat(lab.counts().files()).isZero();
        twentyClients();
        assertThat(lab.counts().refused()).containsEntry("files", 1L);
    }

    private List<Laboratory.Client> twentyClients() {
        List<Laboratory.Client> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String[] paths = IntStream.range(0, FILES_PER_CLIENT)
                    .mapToObj(file -> "C:\\" + file + ".mp3")
                    .toArray(String[]::new);
            clients.add(user("many" + i, paths));
        }
        return clients;
    }

    @Test
    void theBytesOfOneWhoLeavesAreForOthers() {
        assertThatTwentyFit(its -> its.leave(0, true));
    }

    @Test
    void theBytesOfOneWhoWithdrawsEverythingAreForOthers() {
        assertThatTwentyFit(its -> its.unshareAll(0));
    }

    @Test
    void theBytesOfFilesThatAreWithdrawnAreForOthers() {
        assertThatTwentyFit(its -> PATHS.forEach(path -> unshare(its, path)));
    }

    private void assertThatTwentyFit(Consumer<Registrations> givesBack) {
        for (int i = 0; i < 20; i++) {
            Registrations its = enter();
            PATHS.forEach(path -> share(its, path));
            assertThat(its.isCertain()).as("client %s", i).isTrue();
            givesBack.accept(its);
        }
        List<Registrations> staying = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Registrations its = enter();
            PATHS.forEach(path -> share(its, path));
            staying.add(its);
        }
        assertThat(staying).as("without that, there is no room").anyMatch(its -> !its.isCertain());
    }

    @Test
    void theSameFileSharedAgainTakesNoMoreBytes() {
        for (int client = 0; client < 6; client++) {
            Registrations its = enter();
            for (int i = 0; i < FILES_PER_CLIENT; i++) {
                share(its, "C:\\" + "x".repeat(3900) + ".mp3");
            }
            assertThat(its.isCertain()).as("client %s", client).isTrue();
        }
    }

    /** As a server has it: {@code C:\\mp3\\teka.mp3}. */
    @Test
    void aFolderWithoutABackslashAtItsEndGetsOne() {
        Registrations its = enter();
        ByteBuffer data = data("\"C:\\mp3\" \"teka.mp3\" 0 1 128 3 4 \"band.mp3\" 0 1 128 3 4");
        its.shareFolder(data, 0, data.limit(), 0);
        assertThat(its.mayMatch(key("teka"))).isTrue();
        assertThat(its.mayMatch(key("band"))).isTrue();
        unshare(its, "C:\\mp3\\teka.mp3");
        assertThat(its.isCertain()).isTrue();
    }

    @Test
    void aFileThatIsNotMusicMayBeFoundButWhatResultsSayOfItIsNotKnown() {
        Registrations its = enter();
        ByteBuffer data = data("\"C:\\film\\teka.avi\" 1000 0 video");
        its.shareOther(data, 0, data.limit(), 0);
        assertThat(its.mayMatch(key("teka"))).isTrue();
        assertThat(its.isCertain()).isFalse();
    }

    /** Real servers take a number in quotes, and a path without. */
    @Test
    void whatIsRegisteredInDisorderMayBeFoundAllTheSame() {
        for (String disorder : List.of(
                "\"C:\\m\\teka.mp3\" 0 1 128 3 \"4\"",
                "C:\\m\\teka.mp3 0 1 128 3 4",
                "\"C:\\m\\teka.mp3\" 0 1 -1 3 4")) {
            Registrations its = enter();
            ByteBuffer data = data(disorder);
            its.share(data, 0, data.limit(), 0);
            assertThat(its.mayMatch(key("teka"))).as(disorder).isTrue();
            assertThat(its.mayMatch(key("band"))).as(disorder).isFalse();
            assertThat(its.isCertain()).as(disorder).isFalse();
        }
    }

    @Test
    void behindDisorderInAFolderAnythingMayFollow() {
        Registrations its = enter();
        ByteBuffer data = data("\"C:\\m\\\" \"teka.mp3\" 0 1 \"128\" 3 4 \"band.mp3\" 0 1 128 3 4");
        its.shareFolder(data, 0, data.limit(), 0);
        assertThat(its.mayMatch(key("band"))).isTrue();
    }

    @Test
    void whatWasWithdrawnIsForgottenSoThatOneWhoSharesAndWithdrawsForEverTakesNoMoreMemory() {
        Registrations its = enter();
        share(its, "C:\\teka.mp3");
        assertThat(its.mayMatch(key("teka"))).isTrue();
        its.unshareAll(0);
        assertThat(its.mayMatch(key("teka"))).isFalse();
        share(its, "C:\\band.mp3");
        assertThat(its.mayMatch(key("teka"))).isFalse();
        assertThat(its.mayMatch(key("band"))).isTrue();
    }
}
