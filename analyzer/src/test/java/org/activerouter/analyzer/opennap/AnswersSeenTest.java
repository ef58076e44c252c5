package org.activerouter.analyzer.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.capture.Direction;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.junit.jupiter.api.Test;

class AnswersSeenTest {
    private static final FlowKey KEY = new FlowKey(
            new Endpoint(InetAddress.getLoopbackAddress(), 1234), new Endpoint(InetAddress.getLoopbackAddress(), 8888));

    private final List<String> told = new ArrayList<>();
    private final Conversation reader = AnswersSeen.bystander(new AnswersSeen() {
                @Override
                public void loggedIn(FlowKey connection, String nick, boolean firewalled, int linkType, long nanos) {
                    told.add("logged in " + nick + (firewalled ? " firewalled" : ""));
                }

                @Override
                public void registered(FlowKey connection, int type, byte[] data, long nanos) {
                    told.add("registered " + type + " " + text(data));
                }

                @Override
                public void answered(FlowKey connection, byte[] search, List<byte[]> results, long askedNanos) {
                    told.add("answered " + text(search) + " asked at " + askedNanos + " with "
                            + results.stream().map(AnswersSeenTest::text).toList());
                }

                @Override
                public void ended(FlowKey connection, boolean departed, long nanos) {
                    told.add(departed ? "departed" : "lost");
                }
            })
            .open("opennap", KEY, true);
    private long now;

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.ISO_8859_1);
    }

    private void client(byte[] bytes) {
        inPieces(Direction.FROM_CLIENT, bytes);
    }

    private void server(byte[] bytes) {
        inPieces(Direction.FROM_SERVER, bytes);
    }

    private void inPieces(Direction from, byte[] bytes) {
        now++;
        for (int at = 0; at < bytes.length; at += 3) {
            reader.bytes(from, ByteBuffer.wrap(bytes, at, Math.min(3, bytes.length - at)), now);
        }
    }

    private void logIn() {
        client(Messages.message(2, "nick1 pw 6699 \"x\" 4".getBytes(StandardCharsets.ISO_8859_1)));
        server(Messages.message(3, "a@b".getBytes(StandardCharsets.ISO_8859_1)));
        told.clear();
        now = 0;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void whatWasSharedBeforeTheLogInWasAcceptedIsToldBehindIt() {
        client(Messages.message(2, bytes("nick1 pw 6699 \"x\" 4")));
        client(Messages.message(100, bytes("one")));
        assertThat(told).isEmpty();
        server(Messages.message(3, bytes("a@b")));
        assertThat(told).containsExactly("logged in nick1", "registered 100 one");
    }

    @Test
    void oneWhoLogsInTwiceBeforeTheAnswerIsTakenForNeither() {
        client(Messages.message(2, bytes("nick1 pw 6699 \"x\" 4")));
        client(Messages.message(2, bytes("nick2 pw 6699 \"x\" 4")));
        server(Messages.message(3, bytes("a@b")));
        assertThat(told).containsExactly("lost");
    }

    @Test
    void oneWhoIsRefusedAndTriesAgainIsWhomTheServerAccepts() {
        client(Messages.message(6, bytes("nick1 pw 6699 \"x\" 4")));
        server(Messages.message(0, bytes("taken")));
        client(Messages.message(2, bytes("nick2 pw 6699 \"x\" 4")));
        server(Messages.message(3, bytes("a@b")));
        assertThat(told).containsExactly("logged in nick2");
    }

    @Test
    void aClientOfWhichOtherThingsAreTrueFromNowOnIsNotReadOn() {
        logIn();
        client(Messages.message(703, bytes("0")));
        client(Messages.message(200, bytes("q")));
        server(Messages.end());
        assertThat(told).containsExactly("lost");
    }

    private static byte[] result() {
        return Messages.message(201, "r".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aSearchAloneAtTheServerIsToldWithItsAnswer() {
        logIn();
        client(Messages.message(200, "q".getBytes(StandardCharsets.ISO_8859_1)));
        server(Messages.all(result(), result(), Messages.end()));
        client(Messages.message(200, "q2".getBytes(StandardCharsets.ISO_8859_1)));
        server(Messages.end());
        assertThat(told).containsExactly("answered q asked at 1 with [r, r]", "answered q2 asked at 3 with []");
    }

    @Test
    void searchesThatWereAtTheServerTogetherAreNotTold() {
        logIn();
        client(Messages.message(200, "q".getBytes(StandardCharsets.ISO_8859_1)));
        client(Messages.message(200, "q2".getBytes(StandardCharsets.ISO_8859_1)));
        server(Messages.all(result(), Messages.end(), result(), Messages.end()));
        assertThat(told).isEmpty();
        client(Messages.message(200, "q3".getBytes(StandardCharsets.ISO_8859_1)));
        server(Messages.end());
        assertThat(told).containsExactly("answered q3 asked at 4 with []");
    }

    @Test
    void anErrorOrAnAnswerToNothingSpoilsTheAnswer() {
        logIn();
        server(Messages.all(result(), Messages.end()));
        client(Messages.message(200, "q".getBytes(StandardCharsets.ISO_8859_1)));
        server(Messages.all(Messages.error("no such search"), Messages.end()));
        assertThat(told).isEmpty();
    }

    @Test
    void logInSharesAndDepartureAreTold() {
        client(Messages.message(2, "nick1 pw 0 \"x\" 4".getBytes(StandardCharsets.ISO_8859_1)));
        server(Messages.message(3, "a@b".getBytes(StandardCharsets.ISO_8859_1)));
        client(Messages.message(100, "\"a\" 0 1 2 3 4".getBytes(StandardCharsets.ISO_8859_1)));
        client(Messages.message(110, new byte[0]));
        reader.closed(now);
        reader.closed(now);
        assertThat(told)
                .containsExactly(
                        "logged in nick1 firewalled", "registered 100 \"a\" 0 1 2 3 4", "registered 110 ", "departed");
    }

    @Test
    void nothingIsToldAfterAGapATaintOrCompression() {
        logIn();
        reader.gap(Direction.FROM_SERVER, 1, now);
        client(Messages.message(200, "q".getBytes(StandardCharsets.ISO_8859_1)));
        server(Messages.end());
        reader.closed(now);
        assertThat(told).containsExactly("lost");
    }
}
