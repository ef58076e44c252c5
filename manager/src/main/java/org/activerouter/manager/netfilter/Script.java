package org.activerouter.manager.netfilter;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.activerouter.manager.netfilter.KernelException.Reason;

/**
 * One run of a command: words as they are, never a shell's text. Whatever happens, no process of it is left behind.
 *
 * @param output what it printed
 * @param errors what it complained of
 * @param exit its exit code
 */
record Script(String output, String errors, int exit) {
    /** Where nobody has to be served meanwhile, waiting is cut short anyway. */
    private static final Duration SLICE = Duration.ofMillis(100);
    /** The longest dump, of 65,536 redirects, has a fifth of this. */
    private static final int MOST_BYTES = 16 << 20;

    /** Not virtual: a blocked pipe keeps its carrier, and there are only as many of those as cores. */
    private static final Thread.Builder PIPES = Thread.ofPlatform().daemon().name("script-pipe");

    /**
     * Runs it to its end.
     *
     * @param name what to call it in a complaint
     * @param limit how long it may take; then it is ended
     * @param meanwhile called again and again until then
     */
    static Script run(String name, List<String> command, String input, Duration limit, Runnable meanwhile)
            throws KernelException, InterruptedException {
        Process process = start(command);
        try {
            PIPES.start(() -> write(process.getOutputStream(), input));
            FutureTask<String> output = inBackground(() -> read(process.getInputStream()));
            FutureTask<String> errors = inBackground(() -> read(process.getErrorStream()));
            await(process, name, limit, meanwhile);
            return new Script(text(output, name), text(errors, name).strip(), process.exitValue());
        } finally {
            end(process);
        }
    }

    private static Process start(List<String> command) throws KernelException {
        try {
            return new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new KernelException(Reason.REFUSED, "cannot start " + command.getFirst() + ": " + e.getMessage());
        }
    }

    private static void await(Process process, String name, Duration limit, Runnable meanwhile)
            throws KernelException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!process.waitFor(SLICE.toMillis(), TimeUnit.MILLISECONDS)) {
            if (System.nanoTime() - deadline > 0) {
                throw new KernelException(Reason.TIMED_OUT, name + " did not end within " + limit.toMillis() + " ms");
            }
            meanwhile.run();
        }
    }

    /** Children first noted, then ended: they would otherwise be nobody's once their parent is gone. */
    private static void end(Process process) {
        if (process.isAlive()) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static String text(FutureTask<String> stream, String name) throws KernelException, InterruptedException {
        try {
            return stream.get(SLICE.toMillis() * 10, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new KernelException(Reason.REFUSED, name + ": " + e.getMessage());
        } catch (TimeoutException e) {
            throw new KernelException(Reason.TIMED_OUT, name + " left its output open");
        }
    }

    private static <T> FutureTask<T> inBackground(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        PIPES.start(task);
        return task;
    }

    private static String read(InputStream stream) throws IOException {
        return new String(stream.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }

    private static void write(OutputStream stream, String input) {
        try (stream) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Who ends without reading says why by its exit code.
        }
    }
}
