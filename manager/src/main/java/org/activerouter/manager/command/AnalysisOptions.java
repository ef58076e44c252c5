package org.activerouter.manager.command;

import java.util.Map;
import org.activerouter.analyzer.AnalysisSettings;
import org.activerouter.analyzer.history.History;
import org.activerouter.analyzer.load.LoadLimits;
import org.activerouter.capture.tcp.TcpLimits;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * The options that {@code analyze} and {@code observe} share.
 *
 * @param ports the protocol of each port to watch
 * @param learn whether to study other ports
 * @param json whether the report is for programs
 */
record AnalysisOptions(Map<Integer, String> ports, boolean learn, boolean json) {
    private static final String JSON = "json";
    private static final String LEARN = "learn";

    static Options addTo(Options options) {
        return options.addOption(KnownProtocols.portOption())
                .addOption(GeneralOptions.option(
                        LEARN,
                        "study connections on all other ports, and name the servers whose protocol is recognised"))
                .addOption(GeneralOptions.option(JSON, "report as JSON, for programs"));
    }

    static AnalysisOptions of(CommandLine line, KnownProtocols protocols) throws UsageException {
        return new AnalysisOptions(protocols.portsOf(line), line.hasOption(LEARN), line.hasOption(JSON));
    }

    /** What they mean to the analyzer. */
    AnalysisSettings settings() {
        return new AnalysisSettings(ports, learn, TcpLimits.defaults(), LoadLimits.defaults(), History.NONE);
    }
}
