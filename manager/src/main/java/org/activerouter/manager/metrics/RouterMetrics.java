package org.activerouter.manager.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.Supplier;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.manager.control.RouterStatus;
import org.activerouter.manager.netfilter.RedirectionStatus;

/** What the status says, as metrics: those of the router itself here, those of its nouns in classes of their own. Any thread. */
final class RouterMetrics implements MultiCollector {
    private final Supplier<RouterStatus> status;

    RouterMetrics(Supplier<RouterStatus> status) {
        this.status = status;
    }

    @Override
    public MetricSnapshots collect() {
        RouterStatus now = status.get();
        Families to = new Families();
        router(now, to);
        capture(now.seen(), to);
        kernel(now.kernel(), to);
        database(now.seen(), to);
        ServerMetrics.add(now, to);
        ServiceMetrics.add(now, to);
        GroupMetrics.add(now.groups(), to);
        return to.collected();
    }

    private static void router(RouterStatus now, Families to) {
        to.gauge("uptime_seconds", "How long the router has been running.")
                .add(now.uptime().toMillis() / 1e3);
        to.gauge("configuration_info", "What is in force, by its hash.")
                .add(1, "hash", now.configurationHash(), "file", now.configuration());
        to.gauge("degraded", "How many things are not as they should be; active-router status says which.")
                .add(now.degraded().size());
    }

    private static void capture(AnalysisSnapshot seen, Families to) {
        to.counter("capture_packets", "Packets that were captured.")
                .add(seen.tcp().packets());
        to.counter("capture_lost_packets", "Packets that passed the filter and were not captured.")
                .add(seen.source().lost());
        to.gauge("capture_open_flows", "Connections that are followed now.")
                .add(seen.tcp().openFlows());
        to.counter("capture_gaps", "Places where bytes of a connection were missing.")
                .add(seen.tcp().gaps());
        to.counter("capture_tainted_flows", "Connections in which two segments said different things.")
                .add(seen.tcp().taintedFlows());
        to.counter("capture_opaque_flows", "Connections that could not be read on.")
                .add(seen.opaqueFlows());
    }

    private static void kernel(RedirectionStatus kernel, Families to) {
        Families.addStates(
                to.gauge("kernel_state", "Whether the kernel's rules are as wanted."),
                RedirectionStatus.State.class,
                kernel.state());
        to.gauge("kernel_redirects", "Redirects that were seen in the kernel.")
                .add(kernel.inForce().size());
        to.counter("kernel_mended", "Rules put back because somebody else had removed or changed them.")
                .add(kernel.mended());
        to.counter("kernel_failures", "Changes of rules that were refused or took too long.")
                .add(kernel.failures());
    }

    private static void database(AnalysisSnapshot seen, Families to) {
        to.counter("database_rows_written", "Rows of history that were written.")
                .add(seen.history().rowsWritten());
        to.counter("database_rows_dropped", "Rows of history that could not be written in time.")
                .add(seen.history().rowsDropped());
    }
}
