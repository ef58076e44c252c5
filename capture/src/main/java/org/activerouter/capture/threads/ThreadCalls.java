package org.activerouter.capture.threads;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** Functions of the C library about threads that have no equal in Java. Of 0 they think as of the calling thread. 64-bit Linux. Any thread. */
final class ThreadCalls {
    /** The calling thread, where a number of one is asked for. */
    static final int THIS_THREAD = 0;

    /** The {@code which} of setpriority(2): on Linux it is of a single thread. */
    static final int OF_A_THREAD = 0;

    static {
        Native.register(ThreadCalls.class, "c");
    }

    private ThreadCalls() {}

    static native int setpriority(int which, int who, int nice);

    static native int sched_getaffinity(int thread, long bytes, Pointer mask);

    static native int sched_setaffinity(int thread, long bytes, Pointer mask);

    /** Linux's own functions that the library has no name for; their numbers differ between processors. */
    static native long syscall(long number, long first, Pointer second, long third, long fourth);
}
