package org.activerouter.proxy.relay;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.CaptureMark;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.source.CaptureFilter;
import org.activerouter.capture.source.FrameSources;
import org.activerouter.capture.source.LiveSource;
import org.activerouter.capture.tcp.Doubt;
import org.activerouter.capture.tcp.Established;
import org.activerouter.capture.tcp.TcpLimits;
import org.activerouter.capture.tcp.TcpTracker;
import org.jspecify.annotations.Nullable;

/** Follows the connections with one port on an interface of a namespace, as the router does. */
final class Watch implements AutoCloseable {
    private record Question(Endpoint server, CompletableFuture<List<StandingConnection>> answer) {}

    private final TcpTracker tracker;
    private final Queue<Question> questions = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final Thread thread;
    private @Nullable CaptureMark mark;
    private volatile boolean closed;

    private Watch(ThreadFactory threads, String device, int port) {
        tracker = new TcpTracker(TcpLimits.defaults(), each -> each == port, (key, fromStart, nanos) -> null);
        thread = threads.newThread(() -> follow(device, port));
    }

    /** Begins; the threads are in the namespace. */
    static Watch on(ThreadFactory threads, String device, int port) {
        Watch watch = new Watch(threads, device, port);
        watch.thread.start();
        watch.opened.join();
        return watch;
    }

    private void follow(String device, int port) {
        try (LiveSource source = FrameSources.interfaces(List.of(device), CaptureFilter.ports(Set.of(port)))) {
            opened.complete(null);
            while (!closed) {
                FrameBatch batch = source.next();
                if (batch != null) {
                    tracker.accept(batch);
                }
                answer(source);
            }
        } catch (CaptureException e) {
            opened.completeExceptionally(e);
        }
    }

    private void answer(LiveSource source) {
        Question question = questions.peek();
        if (question == null) {
            return;
        }
        if (mark == null) {
            mark = source.mark();
        }
        if (mark.reached()) {
            long lost = mark.lostNanos();
            mark = null;
            questions.remove();
            question.answer()
                    .complete(tracker.established(question.server()).stream()
                            .map(each -> new StandingConnection("", each.facts(), doubt(each, lost), null))
                            .toList());
        }
    }

    private static @Nullable Doubt doubt(Established connection, long lostNanos) {
        boolean heard = lostNanos == Long.MIN_VALUE || connection.facts().heardSince(lostNanos);
        return connection.doubt() == null && !heard ? Doubt.UNHEARD : connection.doubt();
    }

    /** The connections of a server, once all that was captured so far has been read; their packets must be held. */
    List<StandingConnection> standing(Endpoint server) {
        Question question = new Question(server, new CompletableFuture<>());
        questions.add(question);
        return question.answer().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
