package org.activerouter.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final RelayLimits LIMITS =
            new RelayLimits(3, 2, 1024, 4096, Duration.ofHours(1), Duration.ofSeconds(1), 1);
    private static final int LOW = 50;

    private final Admission admission = new Admission(LIMITS, 1000);

    @Test
    void anAddressHasNoMoreThanItsShareAndGetsItBack() {
        assertThat(admission.enter(client(1), LOW)).isNull();
        assertThat(admission.enter(client(1), LOW)).isNull();
        assertThat(admission.enter(client(1), LOW)).isEqualTo(Refusal.CONNECTIONS_PER_ADDRESS);
        admission.leave(client(1));

        assertThat(admission.enter(client(1), LOW)).isNull();
        assertThat(admission.open()).isEqualTo(2);
        assertThat(admission.accepted()).isEqualTo(3);
    }

    @Test
    void aFullHouseIsCrowdedAndRefuses() {
        for (int i = 1; i <= 3; i++) {
            assertThat(admission.crowded()).isFalse();
            assertThat(admission.enter(client(i), LOW)).isNull();
        }

        assertThat(admission.crowded()).isTrue();
        assertThat(admission.enter(client(4), LOW)).isEqualTo(Refusal.CONNECTIONS);
        admission.leave(client(1));
        assertThat(admission.crowded()).isFalse();
        assertThat(admission.enter(client(4), LOW)).isNull();
    }

    @Test
    void aDescriptorTellsHowManyAreInUse() {
        assertThat(admission.scarce(799)).isFalse();
        assertThat(admission.scarce(800)).isTrue();
        assertThat(admission.enter(client(1), 899)).isNull();
        assertThat(admission.enter(client(2), 900)).isEqualTo(Refusal.DESCRIPTORS);
        assertThat(admission.open()).isOne();
    }

    @Test
    void bytesThatWaitForSlowReadersKeepOthersOut() {
        admission.queue(4096);

        assertThat(admission.crowded()).isTrue();
        assertThat(admission.enter(client(1), LOW)).isEqualTo(Refusal.QUEUED_IN_ALL);
        admission.queue(-1);
        assertThat(admission.enter(client(1), LOW)).isNull();
        assertThat(admission.bytesQueued()).isEqualTo(4095);
    }

    private static InetAddress client(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
