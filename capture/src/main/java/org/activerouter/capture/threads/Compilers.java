package org.activerouter.capture.threads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The threads that compile what Java runs often. Stateless; any thread. */
public final class Compilers {
    private static final Path THREADS = Path.of("/proc/self/task");

    private Compilers() {}

    /**
     * From now on they give way to all who have something to do for somebody that waits. Woken by an event loop, a compiler would get its
     * processor for a whole turn, some milliseconds; what it does is of use later, and it still gets a part of each second. A compiler that
     * is started later does the same, for another starts it. Takes no right. Tells how many there are; none where Java is another one.
     *
     * @param nice how much, from 1 to 19
     */
    public static long giveWay(int nice) {
        try (Stream<Path> threads = Files.list(THREADS)) {
            return threads.filter(Compilers::isOne)
                    .filter(each -> ThreadCalls.setpriority(ThreadCalls.OF_A_THREAD, number(each), nice) == 0)
                    .count();
        } catch (IOException | UncheckedIOException e) {
            // A /proc that shows no threads: they keep their priority.
            return 0;
        }
    }

    /** HotSpot's are "C1 CompilerThread0" and "C2 CompilerThread0", of which the kernel keeps fifteen bytes. */
    private static boolean isOne(Path thread) {
        try {
            String name = Files.readString(thread.resolve("comm"));
            return name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler");
        } catch (IOException e) {
            // It has ended meanwhile.
            return false;
        }
    }

    private static int number(Path thread) {
        return Integer.parseInt(thread.getFileName().toString());
    }
}
