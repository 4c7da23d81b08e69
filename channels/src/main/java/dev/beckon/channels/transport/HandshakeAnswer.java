package dev.beckon.channels.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.MultiMap;

/**
 * Clears the request's headers while the answer that makes the connection a WebSocket is written: what reads them has done so by
 * then, and WebSockets Next has not made its copy yet, which it keeps for the WebSocket's life.
 */
final class HandshakeAnswer extends ChannelOutboundHandlerAdapter {

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
