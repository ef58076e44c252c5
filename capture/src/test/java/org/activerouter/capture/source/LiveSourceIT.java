package org.activerouter.capture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.CaptureException.Kind;
import org.activerouter.capture.CaptureMark;
import org.activerouter.capture.FrameBatch;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveSourceIT {
    private static final CaptureFilter FILTER = CaptureFilter.ports(Set.of(8888));
    private static final byte[] WATCHED = WireFrame.ipv4Tcp(40_000, 8888);
    private static final byte[] OTHER = WireFrame.ipv4Tcp(40_000, 80);

    private Wire wire;

    @BeforeEach
    void layAWire() throws Exception {
        wire = new Wire();
    }

    @AfterEach
    void removeTheWire() throws Exception {
        wire.close();
    }

    @Test
    void framesOfWatchedPortsAreCountedExactlyAndOthersNotAtAll() throws Exception {
        try (LiveSource source = FrameSources.interfaces(List.of(wire.name), FILTER)) {
            FrameCounter counter = new FrameCounter(source);
            wire.send(OTHER, 500);
            wire.send(WATCHED, 50_000);
            wire.send(OTHER, 500);
            wire.send(WATCHED, 1);

            counter.countTo(50_001);

            counter.expectNoMore();
            assertThat(source.status().lost()).isZero();
            assertThat(source.status().troubles()).isEmpty();
        }
    }

    @Test
    void stampsAreInNanosecondsAndAQuietWireDeliversQuickly() throws Exception {
        try (LiveSource source = FrameSources.interfaces(List.of(wire.name), FILTER)) {
            List<Long> delays = new ArrayList<>();
            boolean anyNanos = false;
            for (int i = 0; i < 20; i++) {
                wire.send(WATCHED, 1);
                FrameBatch batch = awaitBatch(source);
                delays.add(System.currentTimeMillis() - batch.nanos(0) / 1_000_000L);
                anyNanos |= batch.nanos(0) % 1000 != 0;
            }
            System.out.println("quiet wire: frames came after so many ms: " + delays);
            Collections.sort(delays);
            assertThat(anyNanos).isTrue();
            assertThat(delays.get(delays.size() / 2)).isLessThan(100);
        }
    }

    @Test
    void aMarkIsReachedWhenAllThatWasCapturedBeforeHasBeenGiven() throws Exception {
        try (LiveSource source = FrameSources.interfaces(List.of(wire.name), FILTER)) {
            long given = 0;
            for (int round = 1; round <= 20; round++) {
                wire.send(WATCHED, 1_000);
                CaptureMark mark = source.mark();
                while (!mark.reached()) {
                    FrameBatch batch = source.next();
                    given += batch == null ? 0 : batch.size();
                }
                assertThat(given).isEqualTo(1_000L * round);
                assertThat(mark.lostNanos()).isEqualTo(Long.MIN_VALUE);
            }
        }
    }

    @Test
    void tagsFragmentsAndIpv6PassTheKernelsFilter() throws Exception {
        List<byte[]> shapes = List.of(
                WATCHED,
                WireFrame.ipv6Tcp(8888, 1),
                WireFrame.ipv4Fragment(6, 1, 2),
                WireFrame.ipv6Extended(44, 1, 2),
                WireFrame.ipv6Extended(0, 1, 2));
        try (LiveSource source = FrameSources.interfaces(List.of(wire.name), FILTER)) {
            FrameCounter counter = new FrameCounter(source);
            for (byte[] shape : shapes) {
                byte[] tagged = WireFrame.tagged(0x8100, 7, shape);
                wire.send(shape, 1);
                wire.send(tagged, 1);
                wire.send(WireFrame.tagged(0x88A8, 100, tagged), 1);
            }
            byte[] tagged = WireFrame.tagged(0x8100, 7, OTHER);
            wire.send(tagged, 1);
            wire.send(WireFrame.tagged(0x88A8, 100, tagged), 1);
            wire.send(WireFrame.ipv4Udp(8888, 8888), 1);

            counter.countTo(3L * shapes.size());

            counter.expectNoMore();
            assertThat(counter.bytes)
                    .as("tags are given as they were on the wire")
                    .isEqualTo(wireBytes(shapes));
        }
    }

    private static long wireBytes(List<byte[]> shapes) {
        return shapes.stream().mapToLong(shape -> 3L * shape.length + 12).sum();
    }

    @Test
    void theFilterCanBeChangedWhileFramesCome() throws Exception {
        try (LiveSource source = FrameSources.interfaces(List.of(wire.name), FILTER)) {
            FrameCounter counter = new FrameCounter(source);
            wire.send(OTHER, 10);
            wire.send(WATCHED, 10);
            counter.countTo(10);

            source.filter(source.filter().plus(80));
            counter.until(() -> sent(OTHER) && counter.frames > 10);
            counter.settle();
            long before = counter.frames;
            wire.send(OTHER, 100);
            wire.send(WATCHED, 100);

            counter.countTo(before + 200);
        }
    }

    @Test
    void noWatchedFrameIsMissedWhileFiltersAreExchanged() throws Exception {
        try (LiveSource source = FrameSources.interfaces(List.of(wire.name), FILTER)) {
            FrameCounter counter = new FrameCounter(source);
            for (int round = 1; round <= 20; round++) {
                Thread sender = new Thread(() -> sent(WATCHED, 5_000));
                sender.start();
                long begun = 5_000L * (round - 1);
                counter.until(() -> counter.frames > begun);
                source.filter(CaptureFilter.ports(Set.of(8888, 1000 + round)));
                sender.join();
            }

            counter.countTo(100_000);

            assertThat(source.status().lost()).isZero();
        }
    }

    private boolean sent(byte[] frame) {
        return sent(frame, 1);
    }

    private boolean sent(byte[] frame, int times) {
        try {
            wire.send(frame, times);
            return true;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anInterfaceThatGoesDownIsSaidAndComesBackByItself() throws Exception {
        try (LiveSource source = FrameSources.interfaces(List.of(wire.name), FILTER)) {
            FrameCounter counter = new FrameCounter(source);
            wire.send(WATCHED, 10);
            counter.countTo(10);

            Wire.run("ip", "link", "set", wire.name, "down");
            counter.untilTrouble(wire.name + " is down, not captured since ");

            Wire.run("ip", "link", "set", wire.name, "up");
            counter.untilNoTrouble();
            wire.send(WATCHED, 10);
            counter.countTo(20);
        }
    }

    @Test
    void anInterfaceThatIsDeletedIsSaidAndComesBackByItself() throws Exception {
        try (LiveSource source = FrameSources.interfaces(List.of(wire.name), FILTER)) {
            FrameCounter counter = new FrameCounter(source);
            Wire.run("ip", "link", "del", wire.name);
            counter.untilTrouble(wire.name + " has disappeared, not captured since ");

            wire.lay();
            counter.untilNoTrouble();
            wire.send(WATCHED, 10);
            counter.countTo(10);
        }
    }

    @Test
    void anInterfaceThatIsRenamedIsSaidWithItsNewName() throws Exception {
        String other = "arx" + ProcessHandle.current().pid();
        try (LiveSource source = FrameSources.interfaces(List.of(wire.name), FILTER)) {
            FrameCounter counter = new FrameCounter(source);
            rename(wire.name, other);
            counter.untilTrouble(wire.name + " is now called " + other);

            rename(other, wire.name);
            counter.untilNoTrouble();
            wire.send(WATCHED, 10);
            counter.countTo(10);
        }
    }

    private static void rename(String from, String to) throws Exception {
        Wire.run("ip", "link", "set", from, "down");
        Wire.run("ip", "link", "set", from, "name", to);
        Wire.run("ip", "link", "set", to, "up");
    }

    @Test
    void aCableThatIsOutIsSaid() throws Exception {
        try (LiveSource source = FrameSources.interfaces(List.of(wire.name), FILTER)) {
            FrameCounter counter = new FrameCounter(source);
            wire.farEnd("down");
            counter.untilTrouble(wire.name + " has no carrier");

            wire.farEnd("up");
            counter.untilNoTrouble();
            wire.send(WATCHED, 10);
            counter.countTo(10);
        }
    }

    @Test
    void anInterfaceThatIsDownAtTheStartIsATroubleNotAnError() throws Exception {
        Wire.run("ip", "link", "set", wire.name, "down");
        try (LiveSource source = FrameSources.interfaces(List.of(wire.name), FILTER)) {
            assertThat(source.status().troubles()).singleElement().asString().contains(wire.name + " is down");

            Wire.run("ip", "link", "set", wire.name, "up");
            FrameCounter counter = new FrameCounter(source);
            counter.untilNoTrouble();
            wire.send(WATCHED, 10);
            counter.countTo(10);
        }
    }

    @Test
    void severalInterfacesAreReadAndOneThatIsLostDoesNotDisturbTheOther() throws Exception {
        try (Wire second = new Wire();
                LiveSource source = FrameSources.interfaces(List.of(wire.name, second.name), FILTER)) {
            FrameCounter counter = new FrameCounter(source);
            wire.send(WATCHED, 100);
            second.send(WATCHED, 100);
            counter.countTo(200);

            Wire.run("ip", "link", "del", second.name);
            counter.untilTrouble(second.name + " has disappeared");
            wire.send(WATCHED, 1000);

            counter.countTo(1200);
            counter.expectNoMore();
        }
    }

    @Test
    void nobodyWaitsForAnInterfaceThatIsSwitchedOff() throws Exception {
        try (Wire second = new Wire();
                LiveSource source = FrameSources.interfaces(List.of(wire.name, second.name), FILTER)) {
            FrameCounter counter = new FrameCounter(source);
            long before = System.currentTimeMillis();
            Wire.run("ip", "link", "set", second.name, "down");
            counter.untilTrouble(second.name + " is down");
            wire.send(WATCHED, 100);

            CaptureMark mark = source.mark();
            counter.until(mark::reached);

            assertThat(counter.frames).isEqualTo(100);
            assertThat(mark.lostNanos() / 1_000_000).isBetween(before, System.currentTimeMillis() + 1);
        }
    }

    @Test
    void aQuietWireCostsNoTime() throws Exception {
        try (LiveSource source = FrameSources.interfaces(List.of(wire.name), FILTER)) {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long before = cpuNanos(threads);
            long began = System.nanoTime();
            while (System.nanoTime() - began < Duration.ofSeconds(2).toNanos()) {
                assertThat(source.next()).isNull();
            }
            long used = cpuNanos(threads) - before;

            System.out.println("quiet wire: reader and consumer used " + used / 2_000_000 + " thousandths of a core");
            assertThat(Duration.ofNanos(used)).isLessThan(Duration.ofMillis(100));
        }
    }

    private long cpuNanos(ThreadMXBean threads) {
        long nanos = threads.getCurrentThreadCpuTime();
        for (long id : threads.getAllThreadIds()) {
            if (threads.getThreadInfo(id).getThreadName().equals("capture-" + wire.name)) {
                return nanos + threads.getThreadCpuTime(id);
            }
        }
        throw new AssertionError("no thread reads the interface");
    }

    @Test
    void framesThatNobodyTakesAreCountedAsDropped() throws Exception {
        byte[] large = new byte[1500];
        System.arraycopy(WATCHED, 0, large, 0, WATCHED.length);
        LiveSettings small = new LiveSettings(1 << 20, 262_144, true);
        try (LiveSource source = FrameSources.interfaces(List.of(wire.name), FILTER, small)) {
            wire.send(large, 20_000);
            FrameCounter counter = new FrameCounter(source);

            counter.until(() -> counter.frames + source.status().kernelDrops() == 20_000);

            assertThat(source.status().lost()).isPositive();
        }
    }

    @Test
    void anInterfaceThatDoesNotExistIsRefusedWithTheListOfThoseThatDo() {
        assertThatThrownBy(() -> FrameSources.interfaces(List.of("absent0"), FILTER))
                .hasMessageContaining("there is no interface absent0; there are ")
                .hasMessageContaining(wire.name)
                .hasMessageContaining("lo")
                .asInstanceOf(InstanceOfAssertFactories.type(CaptureException.class))
                .extracting(CaptureException::kind)
                .isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void whoMayNotCaptureIsToldWhatToGrant() throws Exception {
        String answer = ChildJvm.run(
                List.of("setpriv", "--bounding-set=-net_raw", "--inh-caps=-net_raw"),
                List.of(),
                OpenInterfaces.class,
                List.of(wire.name),
                new File("/dev/null"));

        assertThat(answer)
                .startsWith("NOT_PERMITTED")
                .contains("CAP_NET_RAW", "root", "setpriv", "AmbientCapabilities");
    }

    private static FrameBatch awaitBatch(LiveSource source) {
        long began = System.nanoTime();
        while (System.nanoTime() - began < FrameCounter.PATIENCE.toNanos()) {
            FrameBatch batch = source.next();
            if (batch != null) {
                return batch;
            }
        }
        throw new AssertionError("no frame came");
    }
}
