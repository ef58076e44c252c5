package org.activerouter.capture.source;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** The functions of the C library that have no equal in Java. 64-bit Linux. Any thread. */
final class NativeC {
    /** setvbuf's "fully buffered". */
    static final int IOFBF = 0;

    /** "The caller sees to it that only one thread uses the stream": no lock for each small write. */
    static final int FSETLOCKING_BYCALLER = 2;

    private static final short POLLIN = 1;
    private static final int POLLFD_BYTES = 8;

    static {
        Native.register(NativeC.class, "c");
    }

    private NativeC() {}

    static native @Nullable Pointer fmemopen(Pointer memory, long bytes, String mode);

    static native int setvbuf(Pointer stream, @Nullable Pointer buffer, int mode, long bytes);

    static native int __fsetlocking(Pointer stream, int type);

    static native void rewind(Pointer stream);

    static native long ftell(Pointer stream);

    static native int fclose(Pointer stream);

    static native int if_nametoindex(String name);

    static native @Nullable Pointer if_indextoname(int index, Pointer name);

    static native @Nullable Pointer if_nameindex();

    static native void if_freenameindex(Pointer list);

    static native int socket(int domain, int type, int protocol);

    static native int setsockopt(int fd, int level, int option, Pointer value, int bytes);

    static native int ioctl(int fd, long request, Pointer argument);

    static native int close(int fd);

    private static native int poll(Pointer descriptors, long count, int timeoutMillis);

    /** Waits until the descriptor can be read, something is wrong with it, or the time is over. */
    static void awaitReadable(int fd, int timeoutMillis, Memory scratch) {
        scratch.setInt(0, fd);
        scratch.setShort(4, POLLIN);
        scratch.setShort(6, (short) 0);
        poll(scratch, 1, timeoutMillis);
    }

    /** Memory for {@link #awaitReadable}. */
    static Memory pollScratch() {
        return new Memory(POLLFD_BYTES);
    }
}
