package org.activerouter.manager.netfilter;

import java.net.Inet4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.netfilter.Finding.Severity;

/**
 * What would keep redirects from working on this machine, asked before the first one. Looks and tries, changes nothing: in
 * particular it never turns on the forwarding of packets. Blocks for up to some seconds.
 */
public final class Preflight {
    /** A trial of each rule on a busy machine. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final int ALL_WELL = 0;
    private static final int SOMETHING_REFUSES = 1;

    private final KernelSettings settings;

    /** For the interfaces and numbers of these settings. */
    public Preflight(KernelSettings settings) {
        this.settings = settings;
    }

    /**
     * Asks the machine; a check that cannot be made is a finding too.
     *
     * @param servers those that are configured by address
     */
    public List<Finding> findings(Collection<Endpoint> servers) throws InterruptedException {
        List<Finding> findings = new ArrayList<>(ofServers(servers));
        try {
            Script script = Script.run("preflight", settings.command("preflight"), "", LIMIT, () -> {});
            if (script.exit() != ALL_WELL && script.exit() != SOMETHING_REFUSES) {
                throw new KernelException(
                        KernelException.Reason.REFUSED,
                        "preflight ended with " + script.exit() + ": " + script.errors());
            }
            findings.addAll(read(script.output()));
        } catch (KernelException e) {
            findings.add(new Finding(Severity.REFUSE, e.text(), "run the script by hand"));
        }
        return List.copyOf(findings);
    }

    static List<Finding> ofServers(Collection<Endpoint> servers) {
        return servers.stream()
                .filter(each -> !(each.address() instanceof Inet4Address))
                .map(each -> new Finding(
                        Severity.REFUSE,
                        "the server " + each + " has no IPv4 address, and no other can be redirected",
                        "observe it only, or name its IPv4 address"))
                .toList();
    }

    static List<Finding> read(String output) throws KernelException {
        List<Finding> findings = new ArrayList<>();
        for (String line : output.lines().toList()) {
            String[] fields = line.split("\t", -1);
            if (fields.length != 3 || !(fields[0].equals("refuse") || fields[0].equals("warn"))) {
                throw new KernelException(
                        KernelException.Reason.REFUSED, "preflight printed what is not understood: " + line);
            }
            findings.add(new Finding(Severity.valueOf(fields[0].toUpperCase(Locale.ROOT)), fields[1], fields[2]));
        }
        return findings;
    }
}
