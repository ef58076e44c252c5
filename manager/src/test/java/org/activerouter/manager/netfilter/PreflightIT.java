package org.activerouter.manager.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.manager.netfilter.Finding.Severity;
import org.activerouter.manager.netfilter.KernelSettings.Backend;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What the pre-flight finds on a router that really has it. */
class PreflightIT extends InRouterLab {
    @BeforeEach
    void filterNoPaths() throws IOException, InterruptedException {
        lab.run("r", "sysctl", "-qw", "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.cli.rp_filter=0");
        lab.run("r", "sysctl", "-qw", "net.ipv4.conf.srv.rp_filter=0");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void onAPlainRouterThereIsNothingToFindAndNothingIsChanged(Backend backend)
            throws IOException, InterruptedException {
        // Legacy tables, once looked at, are there.
        assertThat(findings(backend)).isEmpty();
        String before = lab.everything("r");

        assertThat(findings(backend)).isEmpty();
        assertThat(lab.everything("r")).isEqualTo(before);
    }

    @Test
    void withOurOwnRulesInPlaceThereIsNothingToFindEither() throws InterruptedException {
        assertThat(lab.script("r", Backend.NFT, "up", "").exit()).isZero();

        assertThat(findings(Backend.NFT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sysctl -qw net.ipv4.ip_forward=0 | REFUSE | does not forward | sysctl -w net.ipv4.ip_forward=1",
                "ip address flush dev cli | REFUSE | has no IPv4 address | ip address add",
                "ip link set cli name other | REFUSE | cli does not exist | ip link show",
                "ip link set srv name other | REFUSE | srv does not exist | ip link show",
                "sysctl -qw net.ipv4.conf.cli.rp_filter=1 | WARN | strict reverse path | rp_filter=2",
                "ip route add 10.99.0.0/24 via 10.83.2.2 table 1089 | REFUSE | route table 1089 | --table",
                "ip rule add pref 1089 from 10.99.0.0/24 lookup main | REFUSE | another route rule | --table",
                "ip rule add pref 5 fwmark 0x1000000/0xff000000 lookup 5 | REFUSE | mark bits | --mark-shift",
                "iptables-nft -t mangle -A FORWARD -j MARK --set-xmark 0x2000000/0x2000000 | REFUSE | mark bits | --mark-shift",
                "iptables-nft -t mangle -A FORWARD -j MARK --set-mark 7 | WARN | mark bits | --mark-shift",
                "iptables-nft -P FORWARD DROP | WARN | FORWARD is DROP | -I FORWARD",
                "iptables-nft -P OUTPUT DROP | REFUSE | OUTPUT is DROP | -I OUTPUT -m mark",
                "iptables-legacy -P INPUT DROP | WARN | INPUT is DROP | -P INPUT ACCEPT",
                "iptables-legacy -A FORWARD -s 10.99.0.1 -j DROP | WARN | back end legacy too | iptables-legacy-save",
                "nft add table inet x; add chain inet x c { type filter hook input priority 0; policy drop; } | WARN"
                        + " | drops by default | meta mark and"
            })
    void eachThingThatIsWrongIsFoundWithWhatMendsIt(String harm, Severity severity, String text, String mend)
            throws IOException, InterruptedException {
        lab.run("r", words(harm));

        assertThat(findings(Backend.NFT)).anySatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(severity);
            assertThat(finding.text()).contains(text);
            assertThat(finding.mend()).contains(mend);
        });
    }

    @Test
    void outputThatLetsOurMarksPassIsNothingToFind() throws IOException, InterruptedException {
        lab.run("r", words("iptables-nft -P OUTPUT DROP"));
        lab.run("r", words("iptables-nft -I OUTPUT -m mark ! --mark 0x0/0xf000000 -j ACCEPT"));

        assertThat(findings(Backend.NFT)).noneMatch(finding -> finding.severity() == Severity.REFUSE);
    }

    /** Kernels without flow tables refuse to make one, so it is told by a program in nft's place, in nft's words. */
    @Test
    void aFlowTableIsFound() throws IOException, InterruptedException {
        Path nft = folder.resolve("nft");
        Files.writeString(nft, """
                #!/bin/sh
                echo 'table inet fast {
                	flowtable f {
                		hook ingress priority filter
                		devices = { cli, srv }
                	}
                }'
                """);
        Files.setPosixFilePermissions(nft, PosixFilePermissions.fromString("rwxr-xr-x"));
        KernelSettings settings = lab.settings("r", Backend.NFT);
        List<String> launcher = new ArrayList<>(settings.launcher());
        launcher.add("PATH=" + folder + ":" + System.getenv("PATH"));

        assertThat(new Preflight(settings.behind(launcher)).findings(List.of()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.mend()).isEqualTo("nft delete flowtable inet fast f"));
    }

    @Test
    void withoutPermissionItRefuses() throws InterruptedException {
        KernelSettings settings = lab.settings("r", Backend.NFT);
        List<String> launcher = new ArrayList<>(settings.launcher());
        launcher.addAll(List.of("setpriv", "--reuid", "65534", "--clear-groups", "--bounding-set=-net_admin"));

        assertThat(new Preflight(settings.behind(launcher)).findings(List.of())).anySatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.REFUSE);
            assertThat(finding.text()).contains("not permitted");
        });
    }

    private static String[] words(String command) {
        return command.startsWith("nft ") ? new String[] {"nft", command.substring(4)} : command.split(" ", -1);
    }

    private List<Finding> findings(Backend backend) throws InterruptedException {
        return new Preflight(lab.settings("r", backend)).findings(List.of());
    }
}
