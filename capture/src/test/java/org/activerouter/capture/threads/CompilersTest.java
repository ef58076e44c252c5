package org.activerouter.capture.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is done to this process's compilers lasts to its end and harms nobody. */
class CompilersTest {
    /** Of stat(5): the second field, which is the name, and the nineteenth. */
    private static final Pattern NAME_AND_NICE = Pattern.compile("(?s)\\d+ \\((.*)\\)(?: \\S+){16} (-?\\d+) .*");

    private static Map<String, Integer> niceByName() throws IOException {
        Map<String, Integer> found = new TreeMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            threads.map(each -> NAME_AND_NICE.matcher(text(each.resolve("stat"))))
                    .filter(Matcher::matches)
                    .forEach(stat -> found.put(stat.group(1), Integer.valueOf(stat.group(2))));
        }
        return found;
    }

    /** Nothing of a thread that has ended meanwhile. */
    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
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
