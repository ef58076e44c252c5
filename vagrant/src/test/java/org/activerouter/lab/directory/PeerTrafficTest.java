package org.activerouter.lab.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.activerouter.lab.nap.MessageType;
import org.activerouter.lab.nap.NapMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeerTrafficTest {
    private static final String PATH = "C:\\music\\love song.mp3";

    private LoopbackServer server;
    private LoopbackServer.Client ann;
    private LoopbackServer.Client bob;

    @BeforeEach
    void twoUsersLogIn() throws IOException {
        server = new LoopbackServer(Journal.NONE);
        ann = server.logIn("ann", "127.0.0.11");
        bob = server.logIn("bob", "127.0.0.12");
        ann.say(MessageType.SHARE, "\"" + PATH + "\" d41d8 3000000 128 44100 240");
        ann.sync();
    }

    @AfterEach
    void close() throws IOException {
        ann.close();
        bob.close();
        server.close();
    }

    @Test
    void aDownloadIsAskedOfTheSharerAndAnsweredWithTheSharersAddress() throws IOException {
        bob.say(MessageType.DOWNLOAD, "ann \"" + PATH + "\"");
        assertThat(ann.await(MessageType.UPLOAD_REQUEST)).isEqualTo("bob \"" + PATH + "\" 5");
        ann.say(MessageType.UPLOAD_ACCEPTED, "bob \"" + PATH + "\"");

        assertThat(bob.await(MessageType.DOWNLOAD_READY)).isEqualTo("ann 184549503 6699 \"" + PATH + "\" d41d8 5");
    }

    @Test
    void aFileThatNobodySharesCannotBeDownloaded() throws IOException {
        bob.say(MessageType.DOWNLOAD, "ann \"C:\\other.mp3\"");

        assertThat(bob.await(MessageType.DOWNLOAD_FAILED)).isEqualTo("ann \"C:\\other.mp3\"");
    }

    @Test
    void browsingListsWhatAUserSharesAndEndsWithTheAddress() throws IOException {
        bob.say(MessageType.BROWSE, "ann");

        assertThat(bob.await(MessageType.BROWSE_FILE)).isEqualTo("ann \"" + PATH + "\" d41d8 3000000 128 44100 240");
        assertThat(bob.await(MessageType.BROWSE_END)).isEqualTo("ann 184549503");
    }

    @Test
    void whoisTellsOfAUserAndOfNobodyElse() throws IOException {
        bob.say(MessageType.WHOIS, "ann");
        assertThat(bob.await(MessageType.WHOIS_ANSWER)).matches("ann \"User\" \\d+ \"\" \"Active\" 1 0 0 5 \"lab\"");

        bob.say(MessageType.WHOIS, "nobody");
        assertThat(bob.await(MessageType.ERROR)).contains("nobody is not currently online");
    }

    @Test
    void aPrivateMessageNamesItsSender() throws IOException {
        bob.say(MessageType.PRIVATE_MESSAGE, "ann hello there");

        assertThat(ann.await(MessageType.PRIVATE_MESSAGE)).isEqualTo("bob hello there");
    }

    @Test
    void aChannelTellsWhoIsThereWhoSaysWhatAndWhoLeaves() throws IOException {
        ann.say(MessageType.JOIN, "#jazz");
        assertThat(ann.await(MessageType.TOPIC)).startsWith("#jazz ");
        bob.say(MessageType.JOIN, "#jazz");
        assertThat(bob.await(MessageType.CHANNEL_USER)).isEqualTo("#jazz ann 0 5");
        assertThat(bob.await(MessageType.CHANNEL_USER)).isEqualTo("#jazz bob 0 5");
        assertThat(ann.await(MessageType.JOIN_NOTICE)).isEqualTo("#jazz bob 0 5");

        bob.say(MessageType.SAY, "#jazz good evening");
        assertThat(ann.await(MessageType.SAID)).isEqualTo("#jazz bob good evening");
        assertThat(bob.await(MessageType.SAID)).isEqualTo("#jazz bob good evening");
        bob.say(MessageType.LIST_CHANNELS, "");
        assertThat(bob.await(MessageType.CHANNEL)).startsWith("#jazz 2 ");

        bob.close();
        assertThat(ann.await(MessageType.PART_NOTICE)).isEqualTo("#jazz bob 0 5");
    }

    @Test
    void aHotlistTellsWhoComesAndGoes() throws IOException {
        ann.say(MessageType.HOTLIST_ADD, "carl");
        assertThat(ann.await(MessageType.HOTLIST_ADDED)).isEqualTo("carl");

        try (LoopbackServer.Client carl = server.logIn("carl", "127.0.0.13")) {
            assertThat(ann.await(MessageType.SIGNED_ON)).isEqualTo("carl 5");
            carl.sync();
        }
        assertThat(ann.await(MessageType.SIGNED_OFF)).isEqualTo("carl");
    }

    @Test
    void aClientThatNeverReadsStopsNobody() throws IOException {
        String text = "x".repeat(1_000);
        for (int i = 0; i < 20_000; i++) {
            bob.say(MessageType.PRIVATE_MESSAGE, "ann " + text);
        }
        bob.sync();

        ann.say(MessageType.WHOIS, "bob");
        assertThat(ann.await(MessageType.WHOIS_ANSWER)).startsWith("bob ");
    }

    @Test
    void anUnknownTypeIsAnErrorAndTheSessionGoesOn() throws IOException {
        bob.connection().write(new NapMessage(9_998, "whatever"));

        assertThat(bob.await(MessageType.ERROR)).contains("9998");
        bob.sync();
    }
}
