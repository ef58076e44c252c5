package org.activerouter.analyzer.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctAddressesTest {
    private final DistinctAddresses addresses = new DistinctAddresses();

    @Test
    void anAddressThatComesAgainIsCountedOnce() throws UnknownHostException {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < DistinctAddresses.EXACT; i++) {
                addresses.add(ipv4(i));
            }
        }
        assertThat(addresses.count()).isEqualTo(DistinctAddresses.EXACT);
    }

    @Test
    void anIpv6AddressIsNotTheIpv4AddressThatItEndsWith() throws UnknownHostException {
        addresses.add(ipv4(1));
        addresses.add(InetAddress.getByAddress(
                ByteBuffer.allocate(16).put(0, (byte) 0x20).putInt(12, 1).array()));
        assertThat(addresses.count()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 1_000, 5_000, 20_000, 1_000_000})
    void veryManyAreEstimatedWithinAFewPercent(int count) throws UnknownHostException {
        for (int i = 0; i < count; i++) {
            addresses.add(ipv4(0x0A000000 + i));
            addresses.add(ipv4(0x0A000000 + i / 2));
        }
        assertThat(addresses.count()).isCloseTo(count, Percentage.withPercentage(5));
    }

    private static InetAddress ipv4(int value) throws UnknownHostException {
        return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(value).array());
    }
}
