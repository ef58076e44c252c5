package org.activerouter.proxy.relay;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/** Looks at who comes through the doors: makes a session, or refuses with a reset. Thread: the door's event loop. */
@Sharable
final class Acceptor extends ChannelInboundHandlerAdapter {
    private final RelayService service;
    private final SessionEnvironment environment;

    Acceptor(RelayService service, SessionEnvironment environment) {
        this.service = service;
        this.environment = environment;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        EpollSocketChannel client = (EpollSocketChannel) message;
        Endpoint asked = environment.passage().asked(client);
        ServedServer server = asked == null ? null : service.find(asked);
        Refusal refusal = server == null ? Refusal.NOT_REDIRECTED : enter(client);
        if (server == null || refusal != null) {
            refuse(client, refusal);
        } else {
            service.begin(client, server);
        }
    }

    private @Nullable Refusal enter(EpollSocketChannel client) {
        int descriptor = client.fd().intValue();
        Refusal refusal = environment.admission().enter(client.remoteAddress().getAddress(), descriptor);
        if (environment.admission().scarce(descriptor)
                || environment.admission().crowded()) {
            service.leaveDoorsAjar();
        }
        return refusal;
    }

    private void refuse(EpollSocketChannel client, @Nullable Refusal refusal) {
        environment.refusals().count(refusal == null ? Refusal.INTERNAL : refusal);
        client.config().setOption(ChannelOption.SO_LINGER, 0);
        client.unsafe().closeForcibly();
    }

    /** No descriptor or no memory: to try at once again would only spin. The service resumes within a second. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        environment.refusals().count(Refusal.ACCEPT_FAILED);
        context.channel().config().setAutoRead(false);
        service.leaveDoorsAjar();
    }
}
