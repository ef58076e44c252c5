package org.activerouter.manager.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.activerouter.analyzer.AnalysisSettings;
import org.activerouter.analyzer.learning.LearnedService;
import org.activerouter.analyzer.load.LoadLimits;
import org.activerouter.capture.tcp.TcpLimits;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/**
 * The options that {@code analyze} and {@code observe} share.
 *
 * @param ports the protocol of each port to watch
 * @param learn whether to study other ports
 * @param database where history is kept; null for nowhere
 * @param json whether the report is for programs
 */
record AnalysisOptions(
        Map<Integer, String> ports, boolean learn, @Nullable Path database, boolean json) {
    private static final String JSON = "json";
    private static final String LEARN = "learn";
    private static final String DATABASE = "db";

    static Options addTo(Options options) {
        return options.addOption(KnownProtocols.portOption())
                .addOption(GeneralOptions.option(
                        LEARN,
                        "study connections on all other ports, and name the servers whose protocol is recognised"))
                .addOption(GeneralOptions.option(
                        DATABASE, "FILE", "keep history in this H2 database, FILE.mv.db; it is made if need be"))
                .addOption(GeneralOptions.option(JSON, "report as JSON, for programs"));
    }

    static AnalysisOptions of(CommandLine line, KnownProtocols protocols) throws UsageException {
        return new AnalysisOptions(
                protocols.portsOf(line), line.hasOption(LEARN), database(line), line.hasOption(JSON));
    }

    private static @Nullable Path database(CommandLine line) throws UsageException {
        String name = line.getOptionValue(DATABASE);
        if (name == null) {
            return null;
        }
        if (name.isBlank() || name.endsWith("/")) {
            throw new UsageException("--db '" + name + "': needs the name of a file");
        }
        return Path.of(name);
    }

    /**
     * What they mean to the analyzer.
     *
     * @param onLearned is told of each service that self-study finds
     */
    AnalysisSettings settings(OpenHistory history, Consumer<LearnedService> onLearned) {
        return new AnalysisSettings(
                ports,
                learn,
                TcpLimits.defaults(),
                LoadLimits.defaults(),
                history.history(),
                history.learnedBefore(),
                onLearned);
    }
}
