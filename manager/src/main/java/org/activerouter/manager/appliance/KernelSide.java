package org.activerouter.manager.appliance;

import java.nio.file.Path;
import java.util.List;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.config.NetfilterConfiguration;
import org.activerouter.manager.config.RouterConfiguration;
import org.activerouter.manager.netfilter.Finding;
import org.activerouter.manager.netfilter.KernelSettings;
import org.activerouter.manager.netfilter.Preflight;
import org.activerouter.manager.netfilter.Reconciler;
import org.activerouter.manager.netfilter.Redirections;
import org.activerouter.manager.netfilter.Rhythm;
import org.activerouter.manager.policy.Policy;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how this router may touch the kernel. One whose policies only observe does not touch it at all.
 *
 * @param settings null for one that only observes
 * @param findings what is not as it should be and does not keep redirects from working, a sentence each
 */
record KernelSide(
        @Nullable KernelSettings settings, @Nullable Rhythm rhythm, List<String> findings) {
    /**
     * Looks whether the machine can do what the configuration wants.
     *
     * @throws UnfitMachineException when it cannot
     */
    static KernelSide of(RouterConfiguration configuration, Path scripts)
            throws UnfitMachineException, InterruptedException {
        if (!acts(configuration)) {
            return new KernelSide(null, null, List.of());
        }
        KernelSettings settings = configuration.netfilter().kernel(scripts, configuration.capture());
        List<Finding> findings = new Preflight(settings).findings(named(configuration));
        if (findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.REFUSE)) {
            throw new UnfitMachineException(findings);
        }
        NetfilterConfiguration netfilter = configuration.netfilter();
        Rhythm rhythm = Rhythm.of(netfilter.lease(), netfilter.refresh(), netfilter.lookAgain(), netfilter.wars());
        return new KernelSide(
                settings, rhythm, findings.stream().map(Finding::toString).toList());
    }

    private static boolean acts(RouterConfiguration configuration) {
        return configuration.services().stream()
                .anyMatch(service -> service.policed().policy().mode() == Policy.Mode.ACT);
    }

    private static List<Endpoint> named(RouterConfiguration configuration) {
        return configuration.services().stream()
                .flatMap(service -> service.policed().only().stream())
                .toList();
    }

    /** Whether some policy acts. */
    boolean mayTouch() {
        return settings != null;
    }

    /** Puts rules into the kernel and keeps them there. */
    Redirections open() {
        if (settings == null || rhythm == null) {
            throw new IllegalStateException("a router that only observes does not touch the kernel");
        }
        return Reconciler.start(settings, rhythm);
    }
}
