package org.activerouter.capture.source;

import com.sun.jna.Memory;
import java.util.Map;

/**
 * How soon a thread that others wait for gets a processor when all are busy. Any thread; it speaks of the calling one.
 *
 * <p>Linux lets a thread keep the processor for its turn of some milliseconds, even if another wakes up meanwhile. From 6.12 on one that
 * has asked for shorter turns need not wait for the end of a longer one (EEVDF, {@code PREEMPT_SHORT}); older kernels do not listen.
 * And one of a lower nice value is not put behind others for what it has done just before. That is for threads that do little at a time:
 * where all have much to do, three quarters of a processor are theirs, and others still get the rest.
 */
public final class Precedence {
    /** The shortest that Linux takes. */
    static final int TURN_NANOS = 100_000;

    /** Three times the weight of others. */
    static final int NICE = -5;

    /** {@code struct sched_attr} of sched_setattr(2), in its first form. */
    private static final int ATTRIBUTE_BYTES = 48;

    private static final int NICE_AT = 16;
    private static final int RUNTIME_AT = 24;
    private static final int THIS_THREAD = 0;

    /** Of sched_setattr; the next one is sched_getattr's. */
    private static final Map<String, Integer> NUMBERS = Map.of("amd64", 314, "aarch64", 274);

    private Precedence() {}

    /**
     * From now on the calling thread is let in soon. Tells whether the kernel has taken note of it. Who may not lower a nice value, which
     * takes {@code CAP_SYS_NICE}, still gets shorter turns.
     */
    public static boolean take() {
        try (Memory attributes = new Memory(ATTRIBUTE_BYTES)) {
            if (!read(attributes)) {
                return false;
            }
            // What else there is stays.
            int nice = attributes.getInt(NICE_AT);
            attributes.setLong(RUNTIME_AT, TURN_NANOS);
            attributes.setInt(NICE_AT, Math.min(nice, NICE));
            if (write(attributes)) {
                return true;
            }
            attributes.setInt(NICE_AT, nice);
            return write(attributes);
        }
    }

    /** How long the calling thread's turns are, in nanoseconds; 0 where the kernel does not say. */
    static long turn() {
        try (Memory attributes = new Memory(ATTRIBUTE_BYTES)) {
            return read(attributes) ? attributes.getLong(RUNTIME_AT) : 0;
        }
    }

    /** The calling thread's nice value. */
    static int nice() {
        try (Memory attributes = new Memory(ATTRIBUTE_BYTES)) {
            return read(attributes) ? attributes.getInt(NICE_AT) : 0;
        }
    }

    private static boolean read(Memory attributes) {
        attributes.clear();
        return number() > 0 && NativeC.syscall(number() + 1, THIS_THREAD, attributes, ATTRIBUTE_BYTES, 0) == 0;
    }

    private static boolean write(Memory attributes) {
        return NativeC.syscall(number(), THIS_THREAD, attributes, 0, 0) == 0;
    }

    private static int number() {
        return NUMBERS.getOrDefault(System.getProperty("os.arch", ""), 0);
    }
}
