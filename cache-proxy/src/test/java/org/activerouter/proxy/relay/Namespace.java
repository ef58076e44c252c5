package org.activerouter.proxy.relay;

import com.sun.jna.Native;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * A network namespace in which this process makes sockets: a thread enters it, and what it opens stays there whoever uses it
 * afterwards.
 */
public final class Namespace implements AutoCloseable {
    private static final int CLONE_NEWNET = 0x40000000;

    static {
        Native.register(Namespace.class, "c");
    }

    private final String name;
    private final ExecutorService inside;

    Namespace(String name) {
        this.name = name;
        this.inside = Executors.newSingleThreadExecutor(threads());
    }

    private static native int setns(int descriptor, int type);

    private static native int open(String path, int flags);

    private static native int close(int descriptor);

    String name() {
        return name;
    }

    /** Threads that are inside. */
    public ThreadFactory threads() {
        return task -> {
            Thread thread = new Thread(() -> {
                enter();
                task.run();
            });
            thread.setDaemon(true);
            return thread;
        };
    }

    private void enter() {
        int descriptor = open("/run/netns/" + name, 0);
        int entered = setns(descriptor, CLONE_NEWNET);
        close(descriptor);
        if (entered != 0) {
            throw new IllegalStateException("cannot enter the network namespace " + name + ": this needs root");
        }
    }

    public <T> T call(Callable<T> task) throws Exception {
        try {
            return inside.submit(task).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        inside.shutdownNow();
    }
}
