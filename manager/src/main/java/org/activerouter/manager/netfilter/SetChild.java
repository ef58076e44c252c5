package org.activerouter.manager.netfilter;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.activerouter.manager.netfilter.KernelException.Reason;

/**
 * One {@code ipset -} that stays and is fed on its standard input: an entry costs microseconds instead of a process start, and
 * it goes on when there is no file descriptor left to start one. After each group of lines it is asked for its version; the
 * answer says that the kernel has all of them, and what came before it are complaints. One thread.
 */
final class SetChild implements AutoCloseable {
    /** Their text is less than a pipe holds, so that writing never blocks on a child that is frozen. */
    static final int GROUP = 400;

    private static final String ANSWER = "protocol version";
    private static final String PROMPT = "ipset> ";
    private static final int MOST_COMPLAINTS = 1_000;
    private static final String END = "\0";

    private final Process process;
    private final Duration patience;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MOST_COMPLAINTS);

    private SetChild(Process process, Duration patience) {
        this.process = process;
        this.patience = patience;
        Thread.ofPlatform().daemon().name("ipset-answers").start(this::read);
    }

    /**
     * Starts it.
     *
     * @param patience how long one group of lines may take
     */
    static SetChild start(List<String> launcher, Duration patience) throws KernelException {
        // Into a pipe its answers would otherwise stay in its buffer until it ends.
        List<String> words = new ArrayList<>(launcher);
        words.addAll(List.of("stdbuf", "--output=L", "ipset", "-"));
        try {
            return new SetChild(
                    new ProcessBuilder(words).redirectErrorStream(true).start(), patience);
        } catch (IOException e) {
            throw new KernelException(Reason.REFUSED, "cannot start ipset: " + e.getMessage());
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Has the commands done; afterwards they are. After a failure the child is not to be used again. */
    void run(List<String> commands) throws KernelException, InterruptedException {
        List<String> complaints = new ArrayList<>();
        for (int from = 0; from < commands.size(); from += GROUP) {
            write(commands.subList(from, Math.min(from + GROUP, commands.size())));
            awaitAnswer(complaints);
        }
        if (!complaints.isEmpty()) {
            throw new KernelException(Reason.REFUSED, "ipset: " + complaints.getFirst());
        }
    }

    private void write(List<String> group) throws KernelException {
        String text = String.join("\n", group) + "\nversion\n";
        try {
            process.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new KernelException(Reason.REFUSED, "ipset has ended: " + e.getMessage());
        }
    }

    private void awaitAnswer(List<String> complaints) throws KernelException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new KernelException(
                        Reason.TIMED_OUT, "ipset did not answer within " + patience.toMillis() + " ms");
            }
            if (line.equals(END)) {
                throw new KernelException(Reason.REFUSED, "ipset has ended");
            }
            if (line.contains(ANSWER)) {
                return;
            }
            String complaint = line.replace(PROMPT, "").strip();
            if (!complaint.isEmpty() && complaints.size() < MOST_COMPLAINTS) {
                complaints.add(complaint);
            }
        }
    }

    /** Complaints past the queue's bound are lost; answers never, because whoever waits for one takes everything before it. */
    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.put(line);
            }
        } catch (IOException e) {
            // The pipe of a child that was ended; the same as its end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!lines.offer(END)) {
            lines.clear();
            lines.offer(END);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
