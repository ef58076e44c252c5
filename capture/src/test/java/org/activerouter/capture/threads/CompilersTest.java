package org.activerouter.capture.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The fork runs with the usual compilers; what is done to them lasts to its end and harms nobody. */
class CompilersTest {
    /** What comes before the nineteenth field of stat(5): the number, the name, and sixteen that nobody asks for. */
    private static final String BEFORE_NICE = "^\\d+ \\((.*)\\)( \\S+){16} ";

    private static Map<String, Integer> niceByName() throws IOException {
        Map<String, Integer> found = new TreeMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            for (Path each : List.copyOf(threads.toList())) {
                String stat = Files.readString(each.resolve("stat"));
                String name = stat.replaceFirst("(?s)^\\d+ \\((.*)\\).*", "$1");
                String rest = stat.replaceFirst(BEFORE_NICE, "");
                found.put(name, Integer.valueOf(rest.substring(0, rest.indexOf(' '))));
            }
        }
        return found;
    }

    @Test
    void compilersGiveWayAndNobodyElse() throws IOException {
        int usual = niceByName().get("VM Thread");

        long compilers = Compilers.giveWay(usual + 3);

        assertThat(compilers).isPositive();
        assertThat(niceByName()).allSatisfy((name, nice) -> {
            if (name.matches("C[12] Compiler.*")) {
                assertThat(nice).as(name).isEqualTo(usual + 3);
            }
        });
        assertThat(niceByName()).containsEntry("VM Thread", usual);
    }
}
