package org.activerouter.manager.control;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;

/** What was done with the sessions of one server since its redirect began. The handover's thread writes; any thread reads. */
final class HandoverTally {
    /** As many pauses are kept as a server has sessions, in nearly all cases. */
    private static final int MOST_PAUSES = 10_000;

    private static final int MOST_REFUSED = 100_000;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Endpoint server;
    private final long[] pauses = new long[MOST_PAUSES];
    private final Set<FlowKey> refused = new HashSet<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private Map<String, Integer> doubts = Map.of();
    private long takenOver;
    private long reconnected;
    private long handedBack;
    private int kept;
    private long failures;
    private Optional<String> trouble = Optional.empty();

    HandoverTally(Endpoint server) {
        this.server = server;
    }

    synchronized void tookOver(long pauseNanos) {
        pauses[(int) (takenOver++ % MOST_PAUSES)] = pauseNanos;
    }

    synchronized void reset(int sessions) {
        reconnected += sessions;
    }

    /** The service has refused a connection: it is not asked again. */
    synchronized void refused(FlowKey flow, String why) {
        if (refused.size() < MOST_REFUSED && refused.add(flow)) {
            refusals.merge(why, 1, Integer::sum);
        }
    }

    synchronized boolean wasRefused(FlowKey flow) {
        return refused.contains(flow);
    }

    /** How many could not be moved when it was looked last, by reason. */
    synchronized void doubts(Map<String, Integer> byReason) {
        doubts = Map.copyOf(byReason);
    }

    synchronized void handedBack(int back, int stay) {
        handedBack += back;
        kept = stay;
        doubts = Map.of();
        refused.clear();
        refusals.clear();
    }

    synchronized void failed(String why) {
        failures++;
        trouble = Optional.of(why);
    }

    synchronized HandoverStatus status() {
        long[] sorted = Arrays.copyOf(pauses, (int) Math.min(takenOver, MOST_PAUSES));
        Arrays.sort(sorted);
        Map<String, Integer> left = new TreeMap<>(doubts);
        refusals.forEach((why, count) -> left.merge(why, count, Integer::sum));
        return new HandoverStatus(
                server,
                takenOver,
                reconnected,
                left,
                sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2] / NANOS_PER_MILLI,
                sorted.length == 0 ? Double.NaN : sorted[sorted.length - 1] / NANOS_PER_MILLI,
                handedBack,
                kept,
                failures,
                trouble);
    }

    /** The most frequent reasons first, for one line. */
    static String reasons(Map<String, Integer> byReason) {
        List<String> parts = byReason.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(3)
                .map(each -> each.getValue() + " because " + each.getKey())
                .toList();
        return String.join(", ", parts);
    }
}
