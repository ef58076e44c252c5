package org.activerouter.manager.netfilter;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where the netfilter scripts are and what they are told: names and numbers by which our rules are known in the kernel.
 *
 * @param scripts the folder {@code netfilter-scripts}
 * @param launcher words put before every command, such as {@code sudo -n} or {@code ip netns exec NAME}; mostly none
 * @param clients interfaces by which redirected clients come in
 * @param servers interfaces by which servers answer; none means any
 * @param backend which of the two iptables is used
 * @param prefix beginning of the names of chains, with its dash; sets and comments have it in small letters
 * @param markShift the lowest of four mark bits that are ours; the services' sockets must use the same
 * @param table route table, preference of its rules, conntrack zone and packet queue
 * @param lease how long a redirect lives without being renewed, whole seconds
 */
public record KernelSettings(
        Path scripts,
        List<String> launcher,
        List<String> clients,
        List<String> servers,
        Backend backend,
        String prefix,
        int markShift,
        int table,
        Duration lease) {
    /** Beginning of our names in the kernel, unless something else is wanted. */
    public static final String USUAL_PREFIX = "AR-";

    /** The scripts check names and numbers; here only what would make no sense to ask of them. */
    public KernelSettings {
        launcher = List.copyOf(launcher);
        clients = List.copyOf(clients);
        servers = List.copyOf(servers);
        if (clients.isEmpty()) {
            throw new IllegalArgumentException("no client-side interface");
        }
        if (lease.toSeconds() < 1) {
            throw new IllegalArgumentException("a lease of " + lease + " is less than a second");
        }
    }

    /** The usual names and numbers. */
    public static KernelSettings of(Path scripts, List<String> clients, List<String> servers) {
        return new KernelSettings(
                scripts, List.of(), clients, servers, Backend.AUTO, USUAL_PREFIX, 24, 1089, Duration.ofSeconds(2));
    }

    /** The same in another back end. */
    public KernelSettings in(Backend other) {
        return new KernelSettings(scripts, launcher, clients, servers, other, prefix, markShift, table, lease);
    }

    /** The same, each command behind other words. */
    public KernelSettings behind(List<String> words) {
        return new KernelSettings(scripts, words, clients, servers, backend, prefix, markShift, table, lease);
    }

    List<String> command(String verb) {
        List<String> words = new ArrayList<>(launcher);
        words.add(scripts.resolve(verb).toString());
        words.addAll(List.of("--clients", String.join(",", clients), "--servers", String.join(",", servers)));
        words.addAll(List.of("--backend", backend.name().toLowerCase(Locale.ROOT), "--prefix", prefix));
        words.addAll(List.of("--mark-shift", "" + markShift, "--table", "" + table, "--lease", "" + lease.toSeconds()));
        return words;
    }

    /** As in the scripts: names of sets are the prefix in small letters, without the dash, and what the set is. */
    String setOf(Redirect redirect) {
        return set(redirect.guarded() ? "lease" : "door" + redirect.listeningPort());
    }

    String set(String what) {
        return prefix.substring(0, prefix.length() - 1).toLowerCase(Locale.ROOT) + what;
    }

    /** Which of the two iptables of a machine. */
    public enum Backend {
        /** The one behind the name {@code iptables}. */
        AUTO,
        /** On top of nf_tables. */
        NFT,
        /** The old tables. */
        LEGACY
    }
}
