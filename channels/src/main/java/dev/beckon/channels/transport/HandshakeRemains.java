package dev.beckon.channels.transport;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Lets go of what a handshake would leave with its WebSocket for life, and nobody here reads: the whole request, in case that
 * an endpoint asks for Quarkus's security identity, and handlers with their timers. Off with {@link TransportConfig#direct}.
 */
@Singleton
final class HandshakeRemains {

    /** Behind Quarkus's own handlers, one of which puts the identity there, and before the routes of endpoints. */
    private static final int ORDER = -1;

    private final boolean direct;

    HandshakeRemains(TransportConfig config) {
        this.direct = config.direct();
    }

    void route(@Observes Router router) {
        if (direct) {
            router.route(WebSocketTransport.PATH).order(ORDER).handler(request -> {
                request.remove(QuarkusHttpUser.DEFERRED_IDENTITY_KEY);
                request.next();
            });
        }
    }

    /**
     * Idle sockets are closed by {@code channels.socket.idle-timeout}, for all of them together; and what bounds inflated messages
     * is idle itself if no compression was agreed on.
     *
     * @param upgrade that has been answered
     */
    static void drop(Upgrade upgrade) {
        upgrade.headers().clear(); // Vert.x's; WebSockets Next keeps a copy for life
        drop(upgrade.tcp().pipeline());
    }

    static void drop(ChannelPipeline pipeline) {
        drop(pipeline, IdleStateHandler.class);
        if (pipeline.get(WebSocketExtensionDecoder.class) == null) {
            drop(pipeline, InflationBound.class);
        }
    }

    private static void drop(ChannelPipeline pipeline, Class<? extends ChannelHandler> handler) {
        if (pipeline.context(handler) != null) {
            pipeline.remove(handler);
        }
    }
}
