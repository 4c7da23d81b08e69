package dev.beckon.channels.transport;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.spi.context.storage.AccessMode;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Lets go of what a handshake would leave with its WebSocket for life, and nobody here reads: the whole request, in case that
 * an endpoint asks for Quarkus's security identity, its address and headers, the local data of its contexts, and handlers with
 * their timers. Off with {@link TransportConfig#direct}.
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

    /** Of a request that is let in, before it is answered. */
    static void dropFrom(HttpServerRequest request, ChannelHandlerContext tcp) {
        RequestAddress.shorten(request.connection());
        tcp.pipeline().addBefore(tcp.name(), null, new HandshakeAnswer(request.headers()));
    }

    /** Call in the context of the endpoint's first callback. @param upgrade that has been answered */
    static void drop(Upgrade upgrade, ContextInternal opening) {
        drop(upgrade.tcp().pipeline());
        opening.unwrap().runOnContext(_ -> { // when the callback is over
            forget(opening);
            forget(upgrade.context());
        });
    }

    /** Callbacks to come have contexts of their own, which are made without what is in these. */
    static void forget(ContextInternal context) {
        context.removeLocal(ContextInternal.LOCAL_MAP, AccessMode.CONCURRENT);
    }

    /**
     * Idle sockets are closed by {@code channels.socket.idle-timeout}, for all of them together; and what bounds inflated messages
     * is idle itself if no compression was agreed on.
     */
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
