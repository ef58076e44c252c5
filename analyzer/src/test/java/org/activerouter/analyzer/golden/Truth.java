package org.activerouter.analyzer.golden;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The captures and their true counts, copied from the README that lies beside them. */
@SuppressWarnings("ImmutableEnumChecker") // Nothing changes a recording; the checker cannot see it.
enum Truth {
    TEKNAP("teknap.pcap", new Counts(5, 14, 5), Map.of("127.0.0.1", new Counts(5, 14, 5)), 0),
    BASIC(
            "basic.pcap",
            new Counts(9, 12, 9),
            Map.of("127.0.0.11", new Counts(1, 0, 1), "127.0.0.12", new Counts(8, 12, 8)),
            0),
    MULTI(
            "multi.pcap",
            new Counts(410, 6754, 410),
            Map.ofEntries(
                    Map.entry("127.0.1.1", new Counts(40, 749, 40)),
                    Map.entry("127.0.1.2", new Counts(40, 876, 40)),
                    Map.entry("127.0.1.3", new Counts(40, 936, 40)),
                    Map.entry("127.0.1.4", new Counts(40, 889, 40)),
                    Map.entry("127.0.1.5", new Counts(40, 682, 40)),
                    Map.entry("127.0.1.6", new Counts(40, 648, 40)),
                    Map.entry("127.0.1.7", new Counts(40, 898, 40)),
                    Map.entry("127.0.1.8", new Counts(40, 656, 40)),
                    Map.entry("127.0.2.1", new Counts(30, 140, 30)),
                    Map.entry("127.0.2.2", new Counts(30, 140, 30)),
                    Map.entry("127.0.2.3", new Counts(30, 140, 30))),
            0),
    HUGE("huge.pcap", new Counts(3, 4600, 3), Map.of("127.0.0.22", new Counts(3, 4600, 3)), 0),
    FRAGMENTED("fragmented.pcap", new Counts(6, 41, 6), Map.of("127.0.0.31", new Counts(6, 41, 6)), 0),
    COMPRESSED("compressed.pcap", Counts.NONE, Map.of(), 1),
    METASERVER("metaserver.pcap", new Counts(2, 0, 2), Map.of("127.0.0.71", new Counts(2, 0, 2)), 0);

    private final String file;
    private final Counts total;
    private final Map<String, Counts> byQueryingClient;
    private final int opaqueFlows;
    private final Recording recording;

    Truth(String file, Counts total, Map<String, Counts> byQueryingClient, int opaqueFlows) {
        this.file = file;
        this.total = total;
        this.byQueryingClient = byQueryingClient;
        this.opaqueFlows = opaqueFlows;
        this.recording = PcapFormat.read(file);
    }

    String file() {
        return file;
    }

    Counts total() {
        return total;
    }

    Map<String, Counts> byQueryingClient() {
        return byQueryingClient;
    }

    int opaqueFlows() {
        return opaqueFlows;
    }

    Recording recording() {
        return recording;
    }

    static Counts totalOf(Truth... truths) {
        return Arrays.stream(truths).map(Truth::total).reduce(Counts.NONE, Counts::plus);
    }

    static Map<String, Counts> byQueryingClientOf(Truth... truths) {
        Map<String, Counts> all = new TreeMap<>();
        for (Truth truth : truths) {
            truth.byQueryingClient.forEach((client, counts) -> all.merge(client, counts, Counts::plus));
        }
        return all;
    }

    static int opaqueFlowsOf(Truth... truths) {
        return Arrays.stream(truths).mapToInt(Truth::opaqueFlows).sum();
    }
}
