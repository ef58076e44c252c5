package org.activerouter.lab.peers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Times that were measured, all of them. One thread. */
public final class Times {
    private long[] nanos = new long[256];
    private int count;

    /** Adds one. */
    public void add(long each) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = each;
    }

    /** Adds all of another's. */
    public void addAll(Times others) {
        for (int i = 0; i < others.count; i++) {
            add(others.nanos[i]);
        }
    }

    /** Count, mean, median, 95th percentile and maximum in milliseconds; all 0 where nothing was measured. */
    public Map<String, Object> summary() {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("count", count);
        json.put("mean", Arrays.stream(sorted).average().orElse(0) / 1e6);
        json.put("p50", quantile(sorted, 0.5));
        json.put("p95", quantile(sorted, 0.95));
        json.put("max", quantile(sorted, 1));
        return json;
    }

    /** Every one in milliseconds, in the order in which they were added. */
    public double[] millis() {
        return Arrays.stream(nanos, 0, count).mapToDouble(each -> each / 1e6).toArray();
    }

    private static double quantile(long[] sorted, double share) {
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted.length == 0 ? 0 : sorted[Math.max(0, index)] / 1e6;
    }
}
