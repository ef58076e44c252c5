package org.activerouter.manager.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A client that asks every few milliseconds, and what it got. Times are microseconds since 1970, of the asking. */
final class Probe {
    private final Path log;
    private final Process process;
    private List<String> lines = List.of();

    Probe(RouterLab lab, Path folder, Duration length) throws IOException {
        log = folder.resolve("probe");
        process = lab.startProbe(log, length);
    }

    static long now() {
        return System.currentTimeMillis() * 1_000;
    }

    void finish() throws InterruptedException {
        assertThat(process.waitFor()).isZero();
        lines = RouterLab.read(log).lines().toList();
    }

    /** How many answers began so. */
    long answers(String by) {
        return lines.stream().filter(line -> line.contains(" " + by)).count();
    }

    /** When last somebody else answered, or nobody. */
    long lastNotBy(String who) {
        return lines.stream()
                .filter(line -> !line.contains(" " + who))
                .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                .max()
                .orElseThrow();
    }
}
