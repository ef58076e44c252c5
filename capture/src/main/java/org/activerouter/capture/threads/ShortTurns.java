package org.activerouter.capture.threads;

import com.sun.jna.Memory;
import java.util.Map;

/**
 * How soon a thread that others wait for gets a processor when all are busy. Any thread; it speaks of the calling one.
 *
 * <p>Linux lets a thread keep the processor for its turn of some milliseconds, even if another wakes up meanwhile. From 6.12 on one that
 * has asked for shorter turns need not wait for the end of a longer one (EEVDF, {@code PREEMPT_SHORT}). It gets no more of the
 * processor than others, only sooner; so this takes no right, and harms nobody. Older kernels do not listen.
 */
public final class ShortTurns {
    /** The shortest that Linux takes. */
    private static final long TURN_NANOS = 100_000;

    /** {@code struct sched_attr} of sched_setattr(2), in its first form. */
    private static final int ATTRIBUTE_BYTES = 48;

    private static final int RUNTIME = 24;

    /** Of sched_setattr; the next one is sched_getattr's. */
    private static final Map<String, Integer> NUMBERS = Map.of("amd64", 314, "aarch64", 274);

    private ShortTurns() {}

    /** From now on the calling thread is let in soon. Tells whether the kernel has taken note of it. */
    public static boolean take() {
        Integer set = NUMBERS.get(System.getProperty("os.arch", ""));
        if (set == null) {
            return false;
        }
        try (Memory attributes = new Memory(ATTRIBUTE_BYTES)) {
            attributes.clear();
            // What else there is, such as its nice value, stays.
            if (ThreadCalls.syscall(set + 1, ThreadCalls.THIS_THREAD, attributes, ATTRIBUTE_BYTES, 0) != 0) {
                return false;
            }
            attributes.setLong(RUNTIME, TURN_NANOS);
            return ThreadCalls.syscall(set, ThreadCalls.THIS_THREAD, attributes, 0, 0) == 0;
        }
    }

    /** How long the calling thread's turns are, in nanoseconds; 0 where the kernel does not say. */
    static long nanos() {
        Integer set = NUMBERS.get(System.getProperty("os.arch", ""));
        if (set == null) {
            return 0;
        }
        try (Memory attributes = new Memory(ATTRIBUTE_BYTES)) {
            attributes.clear();
            ThreadCalls.syscall(set + 1, ThreadCalls.THIS_THREAD, attributes, ATTRIBUTE_BYTES, 0);
            return attributes.getLong(RUNTIME);
        }
    }
}
