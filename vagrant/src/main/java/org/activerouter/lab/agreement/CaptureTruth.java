package org.activerouter.lab.agreement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The counts that the README beside the real captures gives for each, in a table whose third column is "200 / 201 / 202". */
public final class CaptureTruth {
    private static final Pattern ROW =
            Pattern.compile("^\\| `([^`]+\\.pcap)` \\|[^|]*\\|\\D*(\\d+) / (\\d+) / (\\d+).*", Pattern.MULTILINE);

    private CaptureTruth() {}

    /** Counts by file name, in the README's order. */
    public static Map<String, Counts> read(Path readme) throws IOException {
        Map<String, Counts> truth = new LinkedHashMap<>();
        Matcher row = ROW.matcher(Files.readString(readme));
        while (row.find()) {
            truth.put(row.group(1), new Counts(number(row, 2), number(row, 3), number(row, 4)));
        }
        if (truth.isEmpty()) {
            throw new IOException(readme + ": no table of counts in it");
        }
        return truth;
    }

    private static long number(Matcher row, int group) {
        return Long.parseLong(row.group(group));
    }
}
