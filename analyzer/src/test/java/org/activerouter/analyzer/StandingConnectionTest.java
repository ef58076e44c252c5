package org.activerouter.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.activerouter.analyzer.protocol.Standing;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.tcp.Doubt;
import org.activerouter.capture.tcp.TakeoverFacts;
import org.activerouter.capture.tcp.TakeoverFacts.Spoken;
import org.junit.jupiter.api.Test;

/** What is known of a connection moves on with what its client acknowledges unseen. */
class StandingConnectionTest {
    /** A conversation that counts what the server has said. */
    private record Heard(int bytes) implements Standing {
        @Override
        public boolean isOpaque() {
            return false;
        }

        @Override
        public Standing after(ByteBuffer fromClient, ByteBuffer fromServer) {
            return new Heard(bytes + fromServer.remaining());
        }
    }

    private final StandingConnection connection = connection();

    private static StandingConnection connection() {
        try {
            InetAddress here = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
            FlowKey flow = new FlowKey(new Endpoint(here, 4000), new Endpoint(here, 8888));
            TakeoverFacts facts = new TakeoverFacts(flow, spoken(0xFFFF_FFFEL, 0), spoken(7, 10));
            return new StandingConnection("opennap", facts, null, new Heard(0));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Spoken spoken(long ack, int underWay) {
        return new Spoken(
                Optional.empty(),
                OptionalLong.of(ack),
                OptionalInt.of(1),
                OptionalLong.empty(),
                0,
                underWay,
                ByteBuffer.allocate(underWay));
    }

    @Test
    void whatItAcknowledgesIsUnderWayNoMoreAndHasBeenSaid() {
        StandingConnection later = connection.acknowledgedByClient(2);
        assertThat(later.facts().client().highestAck()).hasValue(2);
        assertThat(later.facts().server().underWay().remaining()).isEqualTo(6);
        assertThat(later.facts().server().unacknowledged()).isEqualTo(6);
        assertThat(later.facts().server().highestAck()).hasValue(7);
        assertThat(later.conversation()).isEqualTo(new Heard(4));
    }

    @Test
    void whatIsKnownAlreadyChangesNothing() {
        assertThat(connection.acknowledgedByClient(0xFFFF_FFFEL)).isSameAs(connection);
        assertThat(connection.acknowledgedByClient(0xFFFF_FFF0L)).isSameAs(connection);
    }

    @Test
    void anAcknowledgementOfWhatWasNotSeenToBeSentCastsDoubt() {
        assertThat(connection.acknowledgedByClient(8).isSound()).isTrue();
        assertThat(connection.acknowledgedByClient(9).doubt()).isEqualTo(Doubt.HOLE);
    }

    @Test
    void bytesThatNobodyReadsAreOnlyCounted() {
        Spoken server = new Spoken(
                Optional.empty(),
                OptionalLong.of(7),
                OptionalInt.of(1),
                OptionalLong.empty(),
                0,
                10,
                ByteBuffer.allocate(0));
        TakeoverFacts unread =
                new TakeoverFacts(connection.facts().flow(), connection.facts().client(), server);
        StandingConnection later = new StandingConnection("", unread, null, null).acknowledgedByClient(2);
        assertThat(later.facts().client().highestAck()).hasValue(2);
        assertThat(later.facts().server().unacknowledged()).isEqualTo(6);
    }

    @Test
    void theFirstDoubtStays() {
        StandingConnection doubted = connection.doubted(Doubt.UNACKNOWLEDGED);
        assertThat(doubted.isSound()).isFalse();
        assertThat(doubted.doubted(Doubt.HOLE).doubt()).isEqualTo(Doubt.UNACKNOWLEDGED);
    }
}
