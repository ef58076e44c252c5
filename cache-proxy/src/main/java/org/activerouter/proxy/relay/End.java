package org.activerouter.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.activerouter.proxy.takeover.Restoration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a session: what comes from it goes to the {@link SessionHandler}; what is written to it waits for its
 * reader, within limits. Thread: the session's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what came of a call is told as an event of the channel
public final class End extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(End.class);

    private final Session session;
    private final EpollSocketChannel channel;
    private long counted;
    private long received;
    private long sent;
    /** Of what was received, so much came before there was a socket: the kernel does not count it. */
    private long before;
    /** The kernel counts so much as sent that the other end has not given. */
    private long repeated;

    private boolean connected;
    private boolean wanted;
    private boolean heldForClient;
    private boolean heldForServer;
    private boolean written;
    private boolean behind;
    private boolean inputEnded;
    private boolean outputEnded;
    /** The output before the input: then it is this side that the kernel keeps in TIME_WAIT. */
    private boolean endedFirst;

    private boolean outputBroken;
    private boolean gone;

    End(Session session, EpollSocketChannel channel) {
        this.session = session;
        this.channel = channel;
    }

    /** Sends bytes, which it takes over, after what was written before. */
    public void write(ByteBuf bytes) {
        if (outputEnded) {
            bytes.release();
            return;
        }
        written = true;
        sent += bytes.readableBytes();
        // A promise per write is not needed: a failure ends the output, which is told as an event.
        channel.write(bytes, channel.unsafe().voidPromise());
    }

    /** Makes buffers for {@link #write}. */
    public ByteBufAllocator allocator() {
        return channel.alloc();
    }

    /** Whether what is written now would only wait. */
    public boolean behind() {
        return behind;
    }

    /** Whether the connection stands and nothing ended it. */
    public boolean open() {
        return connected && !gone;
    }

    /** Wants to read or not; it is read while that is wanted and no end is behind that it is held for. */
    public void reading(boolean on) {
        wanted = on;
        read();
    }

    /**
     * Takes at most so many bytes at once, where each may bring forth many more: a reader that is behind is noticed between two
     * reads. To be said before anything is read.
     */
    public void readAtMost(int bytes) {
        channel.config().setRecvByteBufAllocator(new OneReadAtATime(bytes));
    }

    /** Reads nothing while another end, or this one, is behind with what came of it. */
    public void holdFor(End slow, boolean hold) {
        if (slow == session.client()) {
            heldForClient = hold;
        } else {
            heldForServer = hold;
        }
        read();
    }

    private void read() {
        if (!gone) {
            channel.config().setAutoRead(wanted && !heldForClient && !heldForServer);
        }
    }

    /** Says to the peer, after all that was written, that no more will come. */
    public void finish() {
        if (!outputEnded) {
            outputEnded = true;
            if (connected) {
                sendEnd();
            }
        }
    }

    /** Ends the connection at once; what waits is lost, and the peer sees a reset. */
    public void reset() {
        if (!gone) {
            // First: closing tells of an attempt to connect that is under way, which is nobody's failure then.
            gone = true;
            Connections.reset(channel);
            left();
        }
    }

    private void leave() {
        gone = true;
        if (endedFirst && session.isTakenOver()) {
            session.loop().endedFirst(channel);
        }
        Connections.close(channel);
        left();
    }

    private void left() {
        count(0);
        session.closed(this);
    }

    /** Sends what was written since the last time, and looks whether the reader is behind. */
    void flush() {
        if (!written || gone) {
            return;
        }
        if (connected) {
            written = false;
            channel.flush();
        }
        recount();
        if (!behind && (!channel.isWritable() || (counted > 0 && tooMuchInAll()))) {
            fallBehind();
        }
    }

    private boolean tooMuchInAll() {
        return session.loop().environment().admission().queuedTooMuch();
    }

    private void fallBehind() {
        behind = true;
        session.handler().behind(session, this, true);
        // Below the high mark nothing tells that the queue moves: an empty write is done when all before it are.
        if (channel.isWritable()) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> catchUp());
        }
    }

    private void catchUp() {
        if (behind && !gone) {
            behind = false;
            recount();
            session.handler().behind(session, this, false);
        }
    }

    private void sendEnd() {
        channel.flush();
        if (waiting() == 0) {
            endOutput();
        } else {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> endOutput());
        }
    }

    private void endOutput() {
        if (gone) {
            return;
        }
        if (inputEnded) {
            leave();
        } else {
            channel.shutdownOutput(channel.unsafe().voidPromise());
        }
    }

    /** Both directions ended in good order. */
    boolean completed() {
        return inputEnded && outputEnded && !outputBroken;
    }

    boolean gone() {
        return gone;
    }

    /** What could not be connected is no end of the session any more. */
    void abandon() {
        gone = true;
        Connections.close(channel);
        count(0);
    }

    /**
     * Goes into the session's event loop, unread; on its thread.
     *
     * @throws IOException when that fails
     */
    void join() throws IOException {
        Connections.configure(channel.config(), session.loop().environment().limits());
        channel.pipeline().addLast(this);
        ChannelFuture registered = session.loop().eventLoop().register(channel);
        if (!registered.isSuccess()) {
            throw new IOException("the event loop did not take a socket", registered.cause());
        }
    }

    /** Its socket has sent so many bytes already, which the other end has not to give. */
    void hasSent(int bytes) {
        repeated = bytes;
    }

    /** Bytes have come from here before there was a socket. */
    void came(ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            before = bytes.remaining();
            received += before;
            session.handler().received(session, this, Unpooled.wrappedBuffer(bytes));
            session.handler().readComplete(session, this);
        }
    }

    /** Whether both directions are open. */
    boolean isWhole() {
        return connected && !inputEnded && !outputEnded && !outputBroken && !gone;
    }

    void hearing(boolean on) {
        if (gone) {
            return;
        }
        if (on) {
            Restoration.hear(channel);
        } else {
            Restoration.deafen(channel);
        }
    }

    /** Whether all that came from here has been sent to the other end, and all that was sent to here has arrived. */
    boolean isSettledWith(End other) {
        return received == other.sent && Restoration.isSettled(channel, received - before, sent + repeated);
    }

    /** Ends without a word to the peer. */
    void vanish() {
        Restoration.silence(channel);
        leave();
    }

    void recount() {
        if (!gone) {
            count(waiting());
        }
    }

    private void count(long now) {
        if (now != counted) {
            session.loop().environment().admission().queue(now - counted);
            counted = now;
        }
    }

    private long waiting() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connected = true;
        if (outputEnded) {
            sendEnd();
        }
        session.stands(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        received += bytes.readableBytes();
        session.heard(this, bytes.readableBytes());
        session.handler().received(session, this, bytes);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        session.handler().readComplete(session, this);
        session.flushSoon();
    }

    /** Only catching up is told here: whether a write is too much shows after the flush that follows it. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            catchUp();
        }
    }

    /** What was read before goes on before what the event brings. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        session.flush();
        if (event instanceof ChannelInputShutdownEvent && !gone) {
            inputEnded();
        } else if (event instanceof ChannelOutputShutdownEvent && !outputEnded) {
            outputBroken();
        }
    }

    private void inputEnded() {
        inputEnded = true;
        endedFirst = outputEnded;
        if (outputBroken) {
            // The failed write took the reset's error with it, so this only looks like an end in good order.
            reset();
            return;
        }
        session.handler().finished(session, this);
        session.flush();
        if (outputEnded && !gone && waiting() == 0) {
            leave();
        }
    }

    /** The peer takes nothing more, yet what it sent before may still lie in the kernel: reading on finds that, then the reset. */
    private void outputBroken() {
        outputEnded = true;
        outputBroken = true;
        count(0);
        if (inputEnded) {
            reset();
        } else {
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        session.flush();
        if (!gone) {
            leave();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            session.sendNow();
            LOG.debug("{} of {} with {}", cause.getMessage(), session.clientAddress(), session.asked());
            reset();
        } else {
            session.endByFault(cause);
        }
    }
}
