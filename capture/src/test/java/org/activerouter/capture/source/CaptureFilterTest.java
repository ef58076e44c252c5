package org.activerouter.capture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcap4j.core.BpfProgram;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.namednumber.DataLinkType;

class CaptureFilterTest {
    private static final CaptureFilter FILTER = CaptureFilter.ports(Set.of(8888, 8875));

    static List<UnaryOperator<byte[]>> depths() {
        return List.of(
                frame -> frame,
                frame -> WireFrame.tagged(0x8100, 7, frame),
                frame -> WireFrame.tagged(0x88A8, 100, WireFrame.tagged(0x8100, 7, frame)),
                frame -> WireFrame.tagged(0x8100, 100, WireFrame.tagged(0x8100, 7, frame)));
    }

    @ParameterizedTest
    @MethodSource("depths")
    void whatIsWatchedPassesAtEveryDepthOfTags(UnaryOperator<byte[]> tags) throws Exception {
        Predicate<byte[]> passes = compiled(FILTER, 1);

        assertThat(List.of(
                        WireFrame.ipv4Tcp(8888, 40_000),
                        WireFrame.ipv4Tcp(40_000, 8888),
                        WireFrame.ipv4Tcp(40_000, 8875),
                        WireFrame.ipv6Tcp(8875, 40_000),
                        WireFrame.ipv6Tcp(40_000, 8888)))
                .allMatch(frame -> passes.test(tags.apply(frame)));
    }

    @ParameterizedTest
    @MethodSource("depths")
    void whatHasNoPortsToLookAtPassesToBeCounted(UnaryOperator<byte[]> tags) throws Exception {
        Predicate<byte[]> passes = compiled(FILTER, 1);

        assertThat(List.of(
                        WireFrame.ipv4Fragment(6, 1, 2),
                        WireFrame.ipv6Extended(0, 1, 2),
                        WireFrame.ipv6Extended(43, 1, 2),
                        WireFrame.ipv6Extended(44, 1, 2),
                        WireFrame.ipv6Extended(60, 1, 2)))
                .allMatch(frame -> passes.test(tags.apply(frame)));
    }

    @ParameterizedTest
    @MethodSource("depths")
    void theRestStaysInTheKernel(UnaryOperator<byte[]> tags) throws Exception {
        Predicate<byte[]> passes = compiled(FILTER, 1);

        assertThat(List.of(
                        WireFrame.ipv4Tcp(80, 40_000),
                        WireFrame.ipv6Tcp(80, 40_000),
                        WireFrame.ipv4Udp(8888, 8888),
                        WireFrame.ipv6Udp(8888, 8888),
                        WireFrame.ipv4Fragment(17, 8888, 8888),
                        WireFrame.arp()))
                .noneMatch(frame -> passes.test(tags.apply(frame)));
    }

    @ParameterizedTest
    @MethodSource("depths")
    void allTcpIsAllOfTcpAndNothingElse(UnaryOperator<byte[]> tags) throws Exception {
        Predicate<byte[]> passes = compiled(CaptureFilter.allTcp(), 1);

        assertThat(List.of(
                        WireFrame.ipv4Tcp(80, 40_000),
                        WireFrame.ipv6Tcp(80, 40_000),
                        WireFrame.ipv4Fragment(6, 1, 2),
                        WireFrame.ipv6Extended(44, 1, 2)))
                .allMatch(frame -> passes.test(tags.apply(frame)));
        assertThat(List.of(WireFrame.ipv4Udp(8888, 8888), WireFrame.ipv6Udp(8888, 8888), WireFrame.arp()))
                .noneMatch(frame -> passes.test(tags.apply(frame)));
    }

    @Test
    void linkTypesWithoutVlanAreFilteredToo() throws Exception {
        Predicate<byte[]> passes = compiled(FILTER, 12);

        assertThat(passes.test(WireFrame.withoutLinkLayer(WireFrame.ipv4Tcp(8888, 1))))
                .isTrue();
        assertThat(passes.test(WireFrame.withoutLinkLayer(WireFrame.ipv6Tcp(1, 8875))))
                .isTrue();
        assertThat(passes.test(WireFrame.withoutLinkLayer(WireFrame.ipv4Tcp(80, 1))))
                .isFalse();
        for (int linkType : new int[] {0, 108, 113, 276}) {
            assertThat(compiled(FILTER, linkType)).isNotNull();
        }
    }

    @Test
    void aPortMoreIsWatchedAsWell() throws Exception {
        assertThat(compiled(FILTER.plus(9999), 1).test(WireFrame.ipv4Tcp(9999, 1)))
                .isTrue();
        assertThat(FILTER.plus(8888)).isEqualTo(FILTER);
        assertThat(CaptureFilter.allTcp().plus(8888)).isEqualTo(CaptureFilter.allTcp());
    }

    @Test
    void moreThanTheKernelTakesIsAllTcp() throws Exception {
        Set<Integer> most = IntStream.range(0, CaptureFilter.MAX_PORTS)
                .mapToObj(i -> 2000 + 7 * i)
                .collect(Collectors.toSet());

        assertThat(compiled(CaptureFilter.ports(most), 1).test(WireFrame.ipv4Tcp(2007, 1)))
                .isTrue();
        assertThat(CaptureFilter.ports(most).plus(1)).isEqualTo(CaptureFilter.allTcp());
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> CaptureFilter.ports(Set.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CaptureFilter.ports(Set.of(65_536))).hasMessageContaining("65536");
    }

    /** libpcap's own judgement on a frame. */
    private static Predicate<byte[]> compiled(CaptureFilter filter, int linkType) throws Exception {
        try (PcapHandle dead = Pcaps.openDead(DataLinkType.getInstance(linkType), 65_535)) {
            BpfProgram program = dead.compileFilter(filter.expression(linkType), BpfCompileMode.OPTIMIZE, (Inet4Address)
                    InetAddress.getByName("0.0.0.0"));
            return frame -> program.applyFilter(frame);
        }
    }
}
