package org.activerouter.manager.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.activerouter.manager.netfilter.KernelSettings.Backend;
import org.activerouter.manager.netfilter.Observed.Rules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts as they are run by hand. */
class ScriptsIT extends InRouterLab {
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void whatOthersHaveSetUpStaysByteForByte(Backend backend) throws IOException, InterruptedException {
        setUpOthers();
        String before = lab.everything("r");
        for (int i = 0; i < 3; i++) {
            done(backend, "up", "");
            done(backend, "apply", "redirect 10.83.1.10:8888\nredirect 10.83.1.11:8888 to 18888\n");
        }
        assertThat(lab.everything("r").lines().toList())
                .as("beside ours")
                .containsAll(before.lines().toList());
        for (int i = 0; i < 2; i++) {
            done(backend, "down", "");
            assertThat(lab.everything("r")).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void whatTheReconcilerLeavesIsWhatWasThereBefore(Backend backend) throws IOException, InterruptedException {
        setUpOthers();
        String before = lab.everything("r");
        try (Reconciler reconciler = Reconciler.start(lab.settings("r", backend))) {
            reconciler.want(Set.of(RouterLab.redirect()));
            RouterLab.await("in force", () -> reconciler.status().state() == RedirectionStatus.State.IN_FORCE);
            reconciler.panic();
            RouterLab.await("panic", () -> reconciler.panic());
            assertThat(lab.everything("r")).isEqualTo(before);
            reconciler.resume();
            RouterLab.await("in force", () -> reconciler.status().state() == RedirectionStatus.State.IN_FORCE);
        }
        assertThat(lab.everything("r")).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void whatAnEarlierVersionLeftGoesToo(Backend backend) throws IOException, InterruptedException {
        setUpOthers();
        String before = lab.everything("r");
        done(backend, "up", "");
        String tool = "iptables-" + backend.name().toLowerCase(Locale.ROOT);
        lab.run("r", tool, "-w", "-t", "mangle", "-N", "AR-OLD");
        lab.run("r", tool, "-w", "-t", "mangle", "-A", "AR-OLD", "-j", "ACCEPT");
        lab.run("r", tool, "-w", "-t", "mangle", "-A", "PREROUTING", "-j", "AR-OLD");
        lab.run("r", tool, "-w", "-A", "FORWARD", "-m", "comment", "--comment", "ar:7:1/1", "-j", "ACCEPT");
        assertThat(lab.look("r", backend).rules()).isEqualTo(Rules.DAMAGED);

        done(backend, "up", "");
        assertThat(lab.look("r", backend).rules()).isEqualTo(Rules.COMPLETE);
        done(backend, "down", "");

        assertThat(lab.everything("r")).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void downAlsoClearsTheOtherBackEnd(Backend backend) throws IOException, InterruptedException {
        Backend other = backend == Backend.NFT ? Backend.LEGACY : Backend.NFT;
        done(backend, "up", "");

        done(other, "down", "");

        assertThat(lab.look("r", backend).rules()).isEqualTo(Rules.ABSENT);
    }

    /** What cleans up after a killed router does not know its configuration. */
    @Test
    void downAlsoClearsTheRoutesOfARouterWithAnotherTable() throws IOException, InterruptedException {
        lab.run("r", "ip", "rule", "add", "pref", "77", "fwmark", "0x4000000/0x4000000", "lookup", "78");
        String before = routing();
        KernelSettings usual = lab.settings("r", Backend.NFT);
        String up = usual.scripts().resolve("up").toString();
        String lock = "XTABLES_LOCKFILE=" + lab.lockFile();
        lab.run("r", "env", lock, up, "--clients", "cli", "--backend", "nft", "--table", "333");
        assertThat(lab.run("r", "ip", "rule")).contains("lookup 333");

        done(Backend.NFT, "down", "");

        assertThat(routing()).isEqualTo(before);
    }

    private String routing() throws IOException, InterruptedException {
        return lab.run("r", "ip", "rule") + lab.run("r", "ip", "route", "show", "table", "all");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redirect 10.83.1.12:99999",
                "redirect 10.83.1.256:8888",
                "redirect 10.83.1.12",
                "redirect 2001:db8::1:8888",
                "redirect 10.83.1.12:8888 to",
                "redirect 10.83.1.12:8888 to 0",
                "redirect 10.83.1.12:8888 for 8888",
                "redirect 10.83.1.10:8888 to 1",
                "redirect $(reboot):8888",
                "redirect 10.83.1.12:8888; reboot",
                "sessions 10.83.1.12:8888 to 3",
                "add arlease 10.83.1.12,tcp:8888",
                "-F"
            })
    void oneBadLineAndNothingIsApplied(String bad) throws InterruptedException {
        done(Backend.NFT, "up", "");
        done(Backend.NFT, "apply", "redirect 10.83.1.10:8888\n");

        Script script = lab.script(
                "r", Backend.NFT, "apply", "redirect 10.83.1.11:8888\nredirect 10.83.1.10:8888\n" + bad + "\n");

        assertThat(script.exit()).isEqualTo(65);
        assertThat(script.errors()).contains("line 3", bad);
        assertThat(lab.look("r", Backend.NFT).redirects()).containsExactly(RouterLab.redirect());
    }

    @Test
    void withoutRulesNothingIsApplied() throws InterruptedException {
        Script script = lab.script("r", Backend.NFT, "apply", "redirect 10.83.1.10:8888\n");

        assertThat(script.exit()).isEqualTo(70);
        assertThat(script.errors()).contains("up comes first");
        assertThat(lab.look("r", Backend.NFT).rules()).isEqualTo(Rules.ABSENT);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void whatIsDumpedCanBeAppliedAgain(Backend backend) throws InterruptedException {
        done(backend, "up", "");
        String wanted = "redirect 10.83.1.10:8888\nredirect 10.83.1.11:8888 to 18888\nsessions 10.83.1.12:8888\n";
        done(backend, "apply", wanted);
        String dumped = done(backend, "dump", "");
        assertThat(dumped).startsWith("# rules complete ").endsWith("\n" + wanted);

        done(backend, "apply", dumped);

        assertThat(done(backend, "dump", "")).isEqualTo(dumped);
    }

    @Test
    void thousandsOfServersAreAppliedAndDumped() throws InterruptedException {
        done(Backend.NFT, "up", "");
        StringBuilder wanted = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            wanted.append("redirect 10.9.%d.%d:8888%n".formatted(i / 250, i % 250));
        }
        done(Backend.NFT, "apply", wanted.toString());

        assertThat(lab.look("r", Backend.NFT).redirects()).hasSize(5_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "apply", "dump", "down", "preflight"})
    void eachVerbSaysHowItIsUsed(String verb) throws IOException, InterruptedException {
        String script = lab.settings("r", Backend.NFT).scripts().resolve(verb).toString();

        assertThat(lab.run("r", script, "--help")).startsWith("usage: " + verb).contains("--clients", "exit codes");
    }

    /** What a router may have: rules of its own in each table, another firewall, sets, routes. */
    private void setUpOthers() throws IOException, InterruptedException {
        for (String tool : List.of("iptables-nft", "iptables-legacy")) {
            lab.run("r", tool, "-w", "-t", "raw", "-A", "OUTPUT", "-d", "10.99.0.1", "-j", "CT", "--notrack");
            lab.run(
                    "r",
                    tool,
                    "-w",
                    "-t",
                    "mangle",
                    "-A",
                    "PREROUTING",
                    "-s",
                    "10.99.0.1",
                    "-j",
                    "MARK",
                    "--set-mark",
                    "1");
            lab.run("r", tool, "-w", "-t", "nat", "-A", "POSTROUTING", "-s", "10.99.0.0/24", "-j", "MASQUERADE");
            lab.run("r", tool, "-w", "-N", "AROUND");
            lab.run("r", tool, "-w", "-A", "FORWARD", "-m", "comment", "--comment", "war: and peace", "-j", "AROUND");
        }
        lab.run("r", "nft", "add", "table", "inet", "other");
        lab.run("r", "nft", "add", "chain", "inet", "other", "in", "{ type filter hook input priority 0; }");
        lab.run("r", "ipset", "create", "around", "hash:net");
        lab.run("r", "ip", "rule", "add", "pref", "1090", "fwmark", "1", "lookup", "77");
        lab.run("r", "ip", "route", "add", "10.99.1.0/24", "via", "10.83.2.2", "table", "77");
    }

    private String done(Backend backend, String verb, String input) throws InterruptedException {
        Script script = lab.script("r", backend, verb, input);
        assertThat(script.exit()).as("%s: %s", verb, script.errors()).isZero();
        return script.output();
    }
}
