package org.activerouter.lab.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.activerouter.lab.directory.Journal;
import org.activerouter.lab.directory.LoopbackServer;
import org.activerouter.lab.library.Library;
import org.activerouter.lab.library.LibraryFile;
import org.junit.jupiter.api.Test;

class SharingPeerTest {
    private static final List<LibraryFile> FILES = Library.ofThePaper(1).files();

    @Test
    void aFileIsFoundAtTheServerAndFetchedFromItsSharer() throws IOException, InterruptedException {
        InetAddress sharer = InetAddress.getByName("127.0.0.11");
        InetAddress asker = InetAddress.getByName("127.0.0.12");
        LibraryFile file = FILES.get(7);
        try (LoopbackServer server = new LoopbackServer(Journal.NONE);
                Uploads uploads = new Uploads(sharer, 0, List.of(file));
                Session ann = Session.open(
                        server.address(), sharer, "ann pw " + uploads.port() + " \"lab\" 5", List.of(file));
                Session bob = Session.open(server.address(), asker, "bob pw 6699 \"lab\" 5", List.of())) {
            Session.Answer answer = bob.search(file.keywords().getLast());
            Download download = Download.of(bob.request("ann", file.path())).orElseThrow();
            download.fetch("bob", asker);

            assertThat(answer.results())
                    .hasSize(1)
                    .allMatch(text -> SharingPeer.name(text).endsWith(" 8"));
            assertThat(download.address()).isEqualTo(sharer);
            assertThat(download.digest()).isEqualTo(file.digest());
            assertThat(ann.search(file.keywords().getLast()).results()).isEmpty();
        }
    }

    @Test
    void anotherFileThanPromisedIsNoticed() throws IOException {
        InetAddress sharer = InetAddress.getByName("127.0.0.11");
        LibraryFile file = FILES.get(3);
        try (Uploads uploads = new Uploads(sharer, 0, List.of(file))) {
            Download honest = new Download("ann", sharer, uploads.port(), file.path(), file.digest());
            Download other = new Download(
                    "ann", sharer, uploads.port(), file.path(), FILES.get(4).digest());
            Download missing =
                    new Download("ann", sharer, uploads.port(), FILES.get(4).path(), file.digest());

            honest.fetch("bob", sharer);
            assertThatThrownBy(() -> other.fetch("bob", sharer)).hasMessageContaining("not the file");
            assertThatThrownBy(() -> missing.fetch("bob", sharer)).hasMessageContaining("not the file");
        }
    }
}
