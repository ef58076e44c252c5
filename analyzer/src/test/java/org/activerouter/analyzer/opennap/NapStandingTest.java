package org.activerouter.analyzer.opennap;

import static org.activerouter.analyzer.opennap.Messages.end;
import static org.activerouter.analyzer.opennap.Messages.logIn;
import static org.activerouter.analyzer.opennap.Messages.loggedIn;
import static org.activerouter.analyzer.opennap.Messages.message;
import static org.activerouter.analyzer.opennap.Messages.result;
import static org.activerouter.analyzer.opennap.Messages.search;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.activerouter.analyzer.opennap.NapStanding.Unfinished;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.capture.Direction;
import org.junit.jupiter.api.Test;

/** Where a conversation stands, for a serving half that goes on from there. */
class NapStandingTest {
    private final Conversation conversation = new OpenNap().open(null, true, fact -> {});

    private NapStandingTest client(byte[] bytes) {
        conversation.bytes(Direction.FROM_CLIENT, ByteBuffer.wrap(bytes), 1);
        return this;
    }

    private NapStandingTest server(byte[] bytes) {
        conversation.bytes(Direction.FROM_SERVER, ByteBuffer.wrap(bytes), 2);
        return this;
    }

    private NapStanding standing() {
        return (NapStanding) Objects.requireNonNull(conversation.standing());
    }

    @Test
    void atTheBeginningNothingHasBeenSaid() {
        assertThat(standing())
                .isEqualTo(new NapStanding(Unfinished.NOTHING, Unfinished.NOTHING, false, null, 0, 0, true, false));
    }

    @Test
    void whoHasLoggedInIsKnown() {
        client(logIn("tek")).server(loggedIn());
        assertThat(standing().loggedIn()).isTrue();
        assertThat(standing().logIn().nick()).isEqualTo("tek");
    }

    @Test
    void aLogInThatTheServerHasNotAcceptedIsNone() {
        client(logIn("tek"));
        assertThat(standing().loggedIn()).isFalse();
        assertThat(standing().logIn()).isNull();
    }

    @Test
    void searchesInFlightAreCounted() {
        client(search("alpha")).client(search("beta")).server(result("alpha")).server(end());
        assertThat(standing().outstanding()).isEqualTo(1);
        assertThat(standing().exact()).isTrue();
    }

    @Test
    void searchesUnderWayAreCountedWithoutAnybodyBeingTold() {
        client(search("alpha"));
        NapStanding later = after(search("beta"), end());
        assertThat(later.outstanding()).isEqualTo(1);
        assertThat(standing().outstanding()).isEqualTo(1);
        assertThat(after(search("beta"), new byte[0]).outstanding()).isEqualTo(2);
    }

    @Test
    void registrationsAreCountedThoseUnderWayToo() {
        byte[] share = message(100, "\"C:\\a.mp3\" 0 1 2 3 4");
        client(logIn("tek")).client(share).client(message(110, ""));
        assertThat(standing().registrations()).isEqualTo(2);
        assertThat(after(share, new byte[0]).registrations()).isEqualTo(3);
    }

    @Test
    void aMessageThatIsCutAnywhereEndsWithTheBytesUnderWay() {
        byte[] search = search("alpha");
        for (int cut = 0; cut < search.length; cut++) {
            NapStanding before =
                    (NapStanding) new OpenNap().open(null, true, fact -> {}).standing();
            NapStanding within = before.after(ByteBuffer.wrap(search, 0, cut), ByteBuffer.allocate(0));
            assertThat(within.outstanding()).isZero();
            NapStanding behind =
                    within.after(ByteBuffer.wrap(search, cut, search.length - cut), ByteBuffer.allocate(0));
            assertThat(behind.outstanding()).isOne();
            assertThat(behind.fromClient()).isEqualTo(Unfinished.NOTHING);
        }
    }

    @Test
    void moreEndsThanSearchesOrALogInUnderWayCannotBeToldByCounting() {
        client(logIn("tek")).server(loggedIn());
        assertThat(standing().after(ByteBuffer.allocate(0), ByteBuffer.wrap(end())))
                .isNull();
        assertThat(standing().after(ByteBuffer.wrap(logIn("other")), ByteBuffer.allocate(0)))
                .isNull();
    }

    private NapStanding after(byte[] fromClient, byte[] fromServer) {
        return standing().after(ByteBuffer.wrap(fromClient), ByteBuffer.wrap(fromServer));
    }

    @Test
    void aHeaderInPiecesIsGivenAsFarAsItHasCome() {
        byte[] search = search("alpha");
        client(Arrays.copyOf(search, 3));
        int header = (search[0] & 0xFF) | (search[1] & 0xFF) << 8 | (search[2] & 0xFF) << 16;
        assertThat(standing().fromClient()).isEqualTo(new Unfinished(3, header, -1, 0, 0));
        assertThat(standing().fromServer()).isEqualTo(Unfinished.NOTHING);
    }

    @Test
    void ofDataInPiecesTypeAndRestAreGiven() {
        byte[] result = result("alpha");
        server(Arrays.copyOf(result, 4 + 5));
        int length = result.length - 4;
        assertThat(standing().fromServer()).isEqualTo(new Unfinished(0, 0, MessageType.RESULT, length, length - 5));
    }

    @Test
    void aHeaderWithoutAnyOfItsDataIsAnUnfinishedMessageToo() {
        byte[] search = search("alpha");
        client(Arrays.copyOf(search, 4));
        assertThat(standing().fromClient().missing()).isEqualTo(search.length - 4);
    }

    @Test
    void outOfStepNothingIsKnown() {
        client(search("alpha"));
        conversation.gap(Direction.FROM_CLIENT, 10, 3);
        assertThat(conversation.standing()).isNull();
    }

    @Test
    void inDoubtTheCountIsNotExact() {
        server(result("alpha"));
        assertThat(standing().exact()).isFalse();
    }

    @Test
    void aCompressedOneIsOpaqueAndItsLogInKnown() {
        client(message(2, "tek secret 6699 \"client\" 4 a@b 12 9")).server(message(3, "\"a@b\" 9"));
        assertThat(standing().isOpaque()).isTrue();
        assertThat(standing().logIn().nick()).isEqualTo("tek");
    }
}
