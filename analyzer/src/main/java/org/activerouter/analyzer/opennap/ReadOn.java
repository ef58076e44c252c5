package org.activerouter.analyzer.opennap;

import java.nio.ByteBuffer;
import org.activerouter.capture.Direction;
import org.jspecify.annotations.Nullable;

/** Reads one direction on from where it stands, to find where it stands then; nobody is told what was said. */
final class ReadOn extends MessageStream {
    private static final int MOST = 0xFFFF;

    private int searches;
    private int ends;
    private int registrations;
    private boolean unclear;

    private ReadOn(Direction from, NapStanding.Unfinished message) {
        super(from, MOST, message);
    }

    static ReadOn through(ByteBuffer bytes, Direction from, NapStanding.Unfinished message) {
        ReadOn direction = new ReadOn(from, message);
        direction.bytes(bytes.duplicate(), 0);
        return direction;
    }

    int searches() {
        return searches;
    }

    /** Ends of answers. */
    int ends() {
        return ends;
    }

    /** How many times something was shared or withdrawn. */
    int registrations() {
        return registrations;
    }

    /** Whether something was said that takes more than counting. */
    boolean unclear() {
        return unclear;
    }

    @Override
    boolean wants(int type) {
        return false;
    }

    @Override
    void message(int type, int length, @Nullable ByteBuffer data, int offset, long firstNanos, long lastNanos) {
        switch (type) {
            case MessageType.SEARCH -> searches++;
            case MessageType.END_OF_RESULTS -> ends++;
            case MessageType.LOG_IN, MessageType.LOG_IN_REGISTER, MessageType.LOGGED_IN, MessageType.ERROR ->
                unclear = true;
            default -> registrations += MessageType.isRegistration(type) ? 1 : 0;
        }
    }

    @Override
    void lostStep(String reason, long nanos) {
        unclear = true;
    }

    @Override
    void foundStep(long nanos) {}

    @Override
    void notMine(long nanos) {
        unclear = true;
    }

    @Override
    void unreadable(long nanos) {
        unclear = true;
    }
}
