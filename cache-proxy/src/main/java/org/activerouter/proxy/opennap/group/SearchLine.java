package org.activerouter.proxy.opennap.group;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.activerouter.analyzer.opennap.LogIn;
import org.activerouter.analyzer.opennap.MessageType;
import org.activerouter.analyzer.opennap.WireText;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.opennap.MessageSplitter;
import org.activerouter.proxy.opennap.PendingMessage;
import org.activerouter.proxy.opennap.Wires.Timer;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the router's own with a member, logged in under a name of its own, without files. It has one search at a time, so
 * that there is no doubt whose the results are; whatever could put that in doubt ends the line. One thread.
 */
final class SearchLine implements MessageSplitter.Receiver, Dialer.Listener {
    private static final long LOG_IN_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Whoever waited has long got an answer without this member's part. */
    private static final long SEARCH_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** After an error the end of the results may still come: real servers send both for an invalid search. */
    private static final long ERROR_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A path, six numbers and a nick. */
    private static final int LONGEST_RESULT = 4_096;

    private static final int LONGEST_TEXT = 1_024;
    private static final int MOST_RESULTS = 10_000;

    /** Real servers have none above 10304. */
    private static final int HIGHEST_TYPE = 11_000;

    /** Servers give files of firewalled users to those only who can be connected to. */
    private static final int OPEN_PORT = 6699;

    private static final int SHOWN = 80;

    private enum State {
        LOGGING_IN,
        IDLE,
        ASKED,
        OVER
    }

    private final Dialer dialer;
    private final MemberLines owner;
    private final MessageSplitter splitter = new MessageSplitter(this);
    private final Dialer.Wire wire;
    private State state = State.LOGGING_IN;
    private @Nullable Part part;
    private @Nullable Timer timer;
    private boolean errorSeen;
    private int results;
    private long idleSince;

    SearchLine(Dialer dialer, MemberLines owner, Endpoint member, boolean firewalled) {
        this.dialer = dialer;
        this.owner = owner;
        wire = dialer.dial(member, this);
        wire.send(logIn(dialer, firewalled ? 0 : OPEN_PORT));
        restartTimer(LOG_IN_NANOS, Shortfall.UNREACHABLE);
    }

    /** A nick that nobody else has, drawn anew for each line. */
    private static ByteBuf logIn(Dialer dialer, int port) {
        long number = ThreadLocalRandom.current().nextLong(0x1000_0000_0000L);
        byte[] text = ("ar" + Long.toString(number, Character.MAX_RADIX) + " search " + port + " \"active-router\" 0")
                .getBytes(StandardCharsets.US_ASCII);
        return dialer.allocator()
                .buffer(MessageSplitter.HEADER + text.length)
                .writeShortLE(text.length)
                .writeShortLE(MessageType.LOG_IN)
                .writeBytes(text);
    }

    private void restartTimer(long nanos, Shortfall what) {
        stopTimer();
        timer = dialer.after(nanos, () -> over(what));
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    boolean isIdle() {
        return state == State.IDLE;
    }

    boolean isLoggingIn() {
        return state == State.LOGGING_IN;
    }

    /** Whether it has had nothing to do since then. */
    boolean isIdleSince(long nanos) {
        return state == State.IDLE && idleSince - nanos < 0;
    }

    /** Asks; the line must be idle. */
    void ask(PendingMessage search, Part asking) {
        state = State.ASKED;
        part = asking;
        errorSeen = false;
        results = 0;
        wire.send(dialer.allocator().buffer(search.bytes().readableBytes()).writeBytes(search.bytes()));
        restartTimer(SEARCH_NANOS, Shortfall.LATE);
    }

    /** Nobody waits for the answer to this any more; the line is free again when that has come. */
    boolean abandon(Part asking) {
        boolean mine = asking.equals(part);
        part = mine ? null : part;
        return mine;
    }

    /** Ends it, as no fault of the member. */
    void close() {
        over(Shortfall.LOST);
    }

    private void over(Shortfall why) {
        if (state == State.OVER) {
            return;
        }
        boolean wasLoggedIn = state != State.LOGGING_IN;
        state = State.OVER;
        stopTimer();
        splitter.stop();
        wire.close();
        Part waiting = part;
        part = null;
        owner.over(this, wasLoggedIn, why);
        if (waiting != null && errorSeen) {
            waiting.ended();
        } else if (waiting != null) {
            waiting.failed(why);
        }
    }

    @Override
    public void bytes(ByteBuf bytes) {
        splitter.bytes(bytes);
    }

    @Override
    public void gone() {
        over(state == State.LOGGING_IN ? Shortfall.UNREACHABLE : Shortfall.LOST);
    }

    @Override
    public boolean begins(int type, int length) {
        if (type > HIGHEST_TYPE) {
            over(Shortfall.GARBAGE);
        }
        return switch (type) {
            case MessageType.RESULT -> length <= LONGEST_RESULT;
            case MessageType.LOGGED_IN, MessageType.FATAL, MessageType.ERROR -> length <= LONGEST_TEXT;
            case MessageType.END_OF_RESULTS -> true;
            default -> false;
        };
    }

    @Override
    public void message(int type, int length, ByteBuf bytes, int index) {
        switch (state) {
            case LOGGING_IN -> loggingIn(type, length, bytes, index);
            case IDLE -> idle(type);
            case ASKED -> asked(type, length, bytes, index);
            case OVER -> {}
        }
    }

    private void loggingIn(int type, int length, ByteBuf bytes, int index) {
        int data = index + MessageSplitter.HEADER;
        switch (type) {
            case MessageType.LOGGED_IN -> {
                if (LogIn.grantsCompression(bytes.nioBuffer(data, length), 0, length)) {
                    over(Shortfall.GARBAGE);
                } else {
                    owner.accepted();
                    free();
                }
            }
            case MessageType.FATAL -> {
                owner.refused(WireText.printable(bytes.nioBuffer(data, length), 0, length, SHOWN));
                over(Shortfall.LOG_IN_REFUSED);
            }
            case MessageType.RESULT, MessageType.END_OF_RESULTS -> over(Shortfall.GARBAGE);
            default -> {}
        }
    }

    private void idle(int type) {
        if (type == MessageType.RESULT || type == MessageType.END_OF_RESULTS) {
            over(Shortfall.GARBAGE);
        } else if (type == MessageType.FATAL) {
            over(Shortfall.LOST);
        }
    }

    private void asked(int type, int length, ByteBuf bytes, int index) {
        switch (type) {
            case MessageType.RESULT -> result(length, bytes, index);
            case MessageType.END_OF_RESULTS -> ended();
            case MessageType.ERROR -> error(length, bytes, index);
            case MessageType.FATAL -> over(Shortfall.LOST);
            default -> {}
        }
    }

    private void result(int length, ByteBuf bytes, int index) {
        results++;
        if (results > MOST_RESULTS) {
            over(Shortfall.RESULTS);
        } else if (part != null) {
            part.result(bytes, index, length);
        }
    }

    private void error(int length, ByteBuf bytes, int index) {
        if (results == 0 && !errorSeen) {
            errorSeen = true;
            // Where no end follows, a late one could be taken for that of the next search: the line is not used again.
            restartTimer(ERROR_NANOS, Shortfall.LOST);
            if (part != null) {
                part.error(bytes, index, length);
            }
        }
    }

    private void ended() {
        owner.answered(results);
        Part complete = part;
        part = null;
        if (complete != null) {
            complete.ended();
        }
        free();
    }

    private void free() {
        state = State.IDLE;
        stopTimer();
        idleSince = dialer.nanos();
        owner.free(this);
    }

    /** What is too long to be of interest, or of no interest; never of a search, since nothing was under way here before. */
    @Override
    public void begun(int type) {}

    @Override
    public void piece(ByteBuf bytes, int index, int count) {}
}
