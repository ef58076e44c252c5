package org.activerouter.manager.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.analyzer.history.JournalEntry;
import org.activerouter.manager.netfilter.Redirections;
import org.activerouter.proxy.ActiveService;

/**
 * What a router is made of.
 *
 * @param seen the latest snapshot of the analysis; any thread
 * @param slices what the analysis measures, for the policies
 * @param services the active services by name
 * @param redirections the kernel's redirects
 * @param handover who knows the sessions that a server has
 * @param kernelObstacle why the kernel can take no new redirects now, a sentence; empty when it can
 * @param journal takes what is decided and done; must not block
 * @param findings what was found at the start and is not as it should be, a sentence each
 */
public record RouterParts(
        Supplier<AnalysisSnapshot> seen,
        SliceMailbox slices,
        Map<String, ActiveService> services,
        Redirections redirections,
        HandoverSources handover,
        Supplier<Optional<String>> kernelObstacle,
        Consumer<JournalEntry> journal,
        List<String> findings) {
    /** Keeps its own copies of the collections. */
    public RouterParts {
        services = Map.copyOf(services);
        findings = List.copyOf(findings);
    }
}
