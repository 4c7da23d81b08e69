package dev.beckon.netty;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.spi.context.storage.AccessMode;

/**
 * Frees what a handshake would otherwise leave with its WebSocket for life, unread: the request's address and headers, the local
 * data of its contexts, and handlers with their timers.
 */
final class HandshakeState {

    private HandshakeState() {}

    /** Call before the request is answered. */
    static void dropFrom(HttpServerRequest request, ChannelHandlerContext tcp) {
        RequestAddress.shorten(request.connection());
        tcp.pipeline().addBefore(tcp.name(), null, new HandshakeAnswer(request.headers()));
    }

    /** @param opening the context of the endpoint's first callback; call this method in it */
    static void drop(ChannelPipeline pipeline, ContextInternal request, ContextInternal opening) {
        drop(pipeline);
        opening.unwrap().runOnContext(_ -> { // runs after the callback
            forget(opening);
            forget(request);
        });
    }

    /** Later callbacks have contexts of their own, which do not inherit the data in these. */
    static void forget(ContextInternal context) {
        context.removeLocal(ContextInternal.LOCAL_MAP, AccessMode.CONCURRENT);
    }

    /**
     * Removes two handlers: Channels closes idle sockets in one walk over all of them, and the bound on inflated messages is idle
     * if no compression was agreed on.
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

    /**
     * Clears the request's headers while the answer that makes the connection a WebSocket is written: their readers have finished
     * by then, and WebSockets Next has not yet made its copy, which it keeps for the WebSocket's life.
     */
    static final class HandshakeAnswer extends ChannelOutboundHandlerAdapter {

        private final MultiMap headers;

        HandshakeAnswer(MultiMap headers) {
            this.headers = headers;
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof HttpResponse answer) {
                if (answer.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                    headers.clear();
                }
                context.pipeline().remove(this);
            }
            context.write(message, promise);
        }
    }
}
