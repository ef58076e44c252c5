package org.activerouter.proxy.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.tcp.Doubt;
import org.activerouter.capture.tcp.TakeoverFacts;
import org.activerouter.capture.tcp.TakeoverFacts.Spoken;
import org.junit.jupiter.api.Test;

/** Who can be moved after all that its held packets tell, and who would be refused by an end that knows more than we do. */
final class CatchUpTest {
    private static final FlowKey FLOW = new FlowKey(
            new Endpoint(InetAddress.getLoopbackAddress(), 4000), new Endpoint(InetAddress.getLoopbackAddress(), 8888));
    private static final int MUCH = CatchUp.FIRST_FLIGHT + 1;

    /** The client has acknowledged up to 1000, the server up to 5000. */
    private static StandingConnection connection(Spoken client, Spoken server) {
        return new StandingConnection("", new TakeoverFacts(FLOW, client, server), null, null);
    }

    private static Spoken spoken(long ack, int unacknowledged, int known) {
        return new Spoken(
                Optional.empty(),
                OptionalLong.of(ack),
                OptionalInt.of(1),
                OptionalLong.empty(),
                0,
                unacknowledged,
                ByteBuffer.allocate(known));
    }

    private static HeldSegment ofClient(long ack) {
        return new HeldSegment(FLOW, 5000, ack, 0);
    }

    /** All that the server has sent from there on. */
    private static HeldSegment ofServer(long sequence) {
        return ofServer(sequence, 1000 + 2 * MUCH - sequence);
    }

    private static HeldSegment ofServer(long sequence, long bytes) {
        FlowKey turned = new FlowKey(/* client= */ FLOW.server(), /* server= */ FLOW.client());
        return new HeldSegment(turned, sequence, 5000, bytes);
    }

    @Test
    void whoseClientHasAcknowledgedAllThatCameThroughIsSound() {
        StandingConnection connection = connection(spoken(1000, 0, 0), spoken(5000, 2 * MUCH, 0));
        assertThat(CatchUp.with(connection, ofClient(1000 + MUCH), ofServer(1000 + MUCH))
                        .doubt())
                .isNull();
        assertThat(CatchUp.with(connection, ofClient(1000 + 2 * MUCH), null).doubt())
                .isNull();
    }

    @Test
    void aClientThatMayHaveMuchThatItHasNotAcknowledgedCastsDoubt() {
        StandingConnection connection = connection(spoken(1000, 0, 0), spoken(5000, 2 * MUCH, 2 * MUCH));
        assertThat(CatchUp.with(connection, null, null).doubt()).isEqualTo(Doubt.UNACKNOWLEDGED);
        assertThat(CatchUp.with(connection, null, ofServer(1000 + MUCH)).doubt())
                .isEqualTo(Doubt.UNACKNOWLEDGED);
        assertThat(CatchUp.with(connection, null, ofServer(1000 + MUCH - 1)).doubt())
                .isNull();
        assertThat(CatchUp.with(connection, ofClient(1001), ofServer(1000 + MUCH))
                        .doubt())
                .isNull();
    }

    /** The client has had all of it, and its acknowledgement was lost. */
    @Test
    void whatTheServerSaysOnceMoreIsNoSignThatItsClientDoesNotHaveIt() {
        StandingConnection connection = connection(spoken(1000, 0, 0), spoken(5000, 2 * MUCH, 2 * MUCH));
        assertThat(CatchUp.with(connection, null, ofServer(1000, 1460)).doubt()).isEqualTo(Doubt.UNACKNOWLEDGED);
        assertThat(CatchUp.with(connection, null, ofServer(1000, 2 * MUCH)).doubt())
                .isNull();
        assertThat(CatchUp.with(connection, null, ofServer(1000, 3 * MUCH)).doubt())
                .isNull();
    }

    @Test
    void aServerThatMayHaveMuchThatNobodyReadCastsDoubt() {
        StandingConnection unread = connection(spoken(1000, MUCH, 0), spoken(5000, 0, 0));
        assertThat(CatchUp.with(unread, null, null).doubt()).isEqualTo(Doubt.UNACKNOWLEDGED);
        StandingConnection read = connection(spoken(1000, MUCH, MUCH), spoken(5000, 0, 0));
        assertThat(CatchUp.with(read, null, null).doubt()).isNull();
    }

    @Test
    void aClientThatHasMoreThanTheServerWasSeenToSendCastsDoubt() {
        StandingConnection connection = connection(spoken(1000, 0, 0), spoken(5000, 10, 10));
        assertThat(CatchUp.with(connection, ofClient(1011), null).doubt()).isEqualTo(Doubt.HOLE);
    }
}
