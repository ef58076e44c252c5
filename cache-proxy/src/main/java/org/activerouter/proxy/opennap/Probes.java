package org.activerouter.proxy.opennap;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.activerouter.capture.Endpoint;

/**
 * Finds out whether a server accepts connections, by one of the router's own that says nothing. All sessions of a server that has
 * gone ask at the same time, so one probe answers them all. Any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what came of the attempt is told to the listener
public final class Probes {
    private static final int PATIENCE_MILLIS = 1000;

    private final Map<Endpoint, List<Consumer<Boolean>>> asking = new HashMap<>();

    /** Nobody asks yet. */
    public Probes() {}

    /** Tells whether the server accepts a connection within a second, on any event loop. */
    public void ask(Endpoint server, EventLoop loop, Consumer<Boolean> answer) {
        synchronized (asking) {
            List<Consumer<Boolean>> others = asking.get(server);
            if (others != null) {
                others.add(answer);
                return;
            }
            asking.put(server, new ArrayList<>(List.of(answer)));
        }
        connect(server, loop);
    }

    private void connect(Endpoint server, EventLoop loop) {
        new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, PATIENCE_MILLIS)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(new InetSocketAddress(server.address(), server.port()))
                .addListener((ChannelFuture done) -> {
                    done.channel().close();
                    answered(server, done.isSuccess());
                });
    }

    private void answered(Endpoint server, boolean alive) {
        List<Consumer<Boolean>> told;
        synchronized (asking) {
            told = asking.remove(server);
        }
        if (told != null) {
            told.forEach(each -> each.accept(alive));
        }
    }
}
