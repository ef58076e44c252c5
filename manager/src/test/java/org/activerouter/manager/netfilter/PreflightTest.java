package org.activerouter.manager.netfilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.netfilter.Finding.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
    @Test
    void eachLineIsAFindingWithTheCommandThatMendsIt() throws KernelException {
        assertThat(Preflight.read("refuse\tno forwarding\tsysctl -w net.ipv4.ip_forward=1\nwarn\ta\tb\n"))
                .containsExactly(
                        new Finding(Severity.REFUSE, "no forwarding", "sysctl -w net.ipv4.ip_forward=1"),
                        new Finding(Severity.WARN, "a", "b"));
        assertThat(Preflight.read("")).isEmpty();
    }

    @Test
    void aLineThatIsNotUnderstoodIsAFailure() {
        assertThatThrownBy(() -> Preflight.read("all is well\n")).isInstanceOf(KernelException.class);
    }

    @Test
    void aScriptThatCannotBeStartedRefuses() throws InterruptedException {
        KernelSettings settings = KernelSettings.of(Path.of("/nowhere"), List.of("cli"), List.of());

        assertThat(new Preflight(settings).findings(List.of()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.REFUSE))
                .satisfies(finding -> assertThat(finding.text()).contains("/nowhere"));
    }

    @Test
    void serversOfIpv6AreRefused() throws IOException {
        Endpoint six = new Endpoint(InetAddress.getByName("2001:db8::1"), 8888);
        Endpoint four = new Endpoint(InetAddress.getByName("10.0.0.1"), 8888);

        assertThat(Preflight.ofServers(List.of(four, six)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).contains("[2001:db8:0:0:0:0:0:1]:8888"));
    }

    @Test
    void theTableOfConnectionsIsNearlyFullFromFourFifths(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("nf_conntrack_max"), "1000\n");
        Files.writeString(folder.resolve("nf_conntrack_count"), "799\n");
        assertThat(ConntrackFill.read(folder))
                .hasValueSatisfying(fill -> assertThat(fill.nearlyFull(0.8)).isFalse());
        Files.writeString(folder.resolve("nf_conntrack_count"), "800\n");
        assertThat(ConntrackFill.read(folder))
                .hasValueSatisfying(fill -> assertThat(fill.nearlyFull(0.8)).isTrue());
        Files.delete(folder.resolve("nf_conntrack_max"));
        assertThat(ConntrackFill.read(folder)).isEmpty();
    }

    @Test
    void theKernelsNumbersAreReadWithAllTheirDigits() throws IOException {
        // Always there, and in the same folder of the kernel as those of conntrack.
        Path somaxconn = Path.of("/proc/sys/net/core/somaxconn");
        Process cat = new ProcessBuilder("cat", somaxconn.toString()).start();
        long value = Long.parseLong(new String(cat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());

        assertThat(ConntrackFill.number(somaxconn)).isEqualTo(value).isGreaterThan(9);
    }
}
