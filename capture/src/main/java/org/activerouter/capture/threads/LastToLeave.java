package org.activerouter.capture.threads;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.BitSet;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads, one for each processor, that hold none of the process's descriptors and are in no hurry to end.
 *
 * <p>When a process is killed, each of its threads first lets go of the memory and then of the descriptors. Whoever is the last to let go
 * of the memory takes it down, which takes the kernel some ten milliseconds and on a busy machine more, and only then lets go of the
 * descriptors. So all sockets stay open that long, and those at their other ends wait for nothing. If the last one holds none of them,
 * they are closed before. On each processor one of these comes after all others, so one of them is the last. Nothing depends on it:
 * where it is otherwise, all is as it was.
 *
 * <p>Such a thread must not load a class any more: that reads from files, and a Java that cannot read them dies. So it only waits, by
 * what was tried before.
 */
public final class LastToLeave implements Runnable {
    /** close_range(2), on all processors the same; from Linux 5.9 on. */
    private static final int CLOSE_RANGE = 436;

    /** Not those of the other threads: the calling one gets a table of its own first, within the same call. */
    private static final int CLOSE_RANGE_UNSHARE = 2;

    private static final Pointer ALL = new Pointer(0xFFFF_FFFFL);

    /** A tenth of the usual weight: of threads that are woken at once, to be killed, this one is taken after the others. */
    private static final int NICE = 10;

    /** Room for more processors than Linux can have, 8,192. */
    private static final int MASK_BYTES = 1024;

    private final int processor;

    private LastToLeave(int processor) {
        this.processor = processor;
    }

    /** They begin to wait for the end of the process. Tells how many. */
    public static int start() {
        BitSet processors = processors();
        processors.stream()
                .forEach(each ->
                        Thread.ofPlatform().daemon().name("last-to-leave").start(new LastToLeave(each)));
        return processors.cardinality();
    }

    /** Those that this process may run on. */
    private static BitSet processors() {
        try (Memory mask = new Memory(MASK_BYTES)) {
            mask.clear();
            ThreadCalls.sched_getaffinity(ThreadCalls.THIS_THREAD, MASK_BYTES, mask);
            return BitSet.valueOf(mask.getByteArray(0, MASK_BYTES));
        }
    }

    @Override
    public void run() {
        if (stay()) {
            LockSupport.parkNanos(1);
            while (ThreadCalls.syscall(CLOSE_RANGE, 0, ALL, CLOSE_RANGE_UNSHARE, 0) == 0) {
                LockSupport.park();
            }
        }
    }

    private boolean stay() {
        BitSet here = new BitSet();
        here.set(processor);
        byte[] bytes = here.toByteArray();
        try (Memory mask = new Memory(MASK_BYTES)) {
            mask.clear();
            mask.write(0, bytes, 0, bytes.length);
            return ThreadCalls.sched_setaffinity(ThreadCalls.THIS_THREAD, MASK_BYTES, mask) == 0
                    && ThreadCalls.setpriority(ThreadCalls.OF_A_THREAD, ThreadCalls.THIS_THREAD, NICE) == 0;
        }
    }
}
