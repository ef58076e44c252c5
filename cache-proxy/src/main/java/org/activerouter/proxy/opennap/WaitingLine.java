package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.activerouter.analyzer.opennap.MessageType;
import org.activerouter.proxy.opennap.cache.Limit;
import org.jspecify.annotations.Nullable;

/**
 * What one client has said and what cannot be dealt with yet, because a search before it waits, or because an answer could not be
 * given now. It is bounded: at the limit the client is not read any more, and what was read already, less than one buffer, is
 * kept. One thread, that of the session.
 *
 * <p>Messages of other kinds keep their place behind a search that waits, as a server would deal with them, but not for long: a
 * server that takes minutes for a search would have answered them meanwhile.
 */
final class WaitingLine {
    private final NapSession session;
    private final Shared shared;
    private final Consumer<PendingMessage> passOther;
    private final Deque<PendingMessage> messages = new ArrayDeque<>(0);
    private Wires.@Nullable Timer overtake;
    private boolean overtaking;
    private boolean readingStopped;

    /**
     * Nobody waits.
     *
     * @param passOther takes what is no search and has waited for long enough
     */
    WaitingLine(NapSession session, Shared shared, Consumer<PendingMessage> passOther) {
        this.session = session;
        this.shared = shared;
        this.passOther = passOther;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** The first one. */
    PendingMessage head() {
        return messages.element();
    }

    PendingMessage remove() {
        return messages.remove();
    }

    /** Everything, which waits no more. */
    List<PendingMessage> removeAll() {
        List<PendingMessage> all = List.copyOf(messages);
        messages.clear();
        return all;
    }

    void add(ByteBuf bytes, int index, int length) {
        messages.add(PendingMessage.copyOf(bytes, index, length, null));
        if (!readingStopped && isFull()) {
            readingStopped = true;
            shared.counters().met(Limit.QUEUED_SEARCHES);
            session.wires().readClient(false);
        }
    }

    private boolean isFull() {
        return messages.size() >= shared.settings().sessions().maxQueuedSearches();
    }

    /** The same with what is no search. */
    void addOther(ByteBuf bytes, int index, int length) {
        add(bytes, index, length);
        if (overtake == null) {
            overtake = session.wires()
                    .after(shared.settings().sessions().sharedAskTime().toNanos(), this::overtake);
        }
    }

    /** Whether what is no search does not wait any more. */
    boolean isOvertaken() {
        return overtaking;
    }

    /** The searches take too long for the others to wait for. */
    private void overtake() {
        overtake = null;
        overtaking = !messages.isEmpty();
        messages.removeIf(message -> {
            boolean other = message.type() != MessageType.SEARCH;
            if (other) {
                passOther.accept(message);
            }
            return other;
        });
        session.goOn();
    }

    /** Some may have been removed: reads on if there is room again. */
    void moveUp() {
        overtaking &= !messages.isEmpty();
        if (readingStopped && !isFull()) {
            readingStopped = false;
            session.wires().readClient(true);
        }
    }
}
