package org.activerouter.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class OriginalDestinationTest {
    @Test
    void theAddressAndPortAreInTheNetworksByteOrder() {
        assertThat(OriginalDestination.parse(socketAddress(2))).hasToString("192.0.2.200:50000");
    }

    @Test
    void anotherFamilyIsNoServer() {
        assertThat(OriginalDestination.parse(socketAddress(10))).isNull();
    }

    private static ByteBuffer socketAddress(int family) {
        ByteBuffer bytes = ByteBuffer.allocate(OriginalDestination.BYTES).order(ByteOrder.nativeOrder());
        bytes.putShort((short) family).order(ByteOrder.BIG_ENDIAN).putShort((short) 50_000);
        return bytes.put(new byte[] {(byte) 192, 0, 2, (byte) 200}).rewind();
    }
}
