package dev.beckon.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.http.impl.Http1xOrH2CHandler;
import java.nio.charset.StandardCharsets;

/**
 * Turns off HTTP/2 without TLS for one connection, for which Quarkus has no setting at the management port. Stands before
 * Vert.x's own handlers, and removes itself with the first bytes: it refuses HTTP/2's preface, or else makes Vert.x prepare for
 * HTTP/1 and removes an Upgrade to h2c from the first request, which a server without HTTP/2 ignores (RFC 9110 §7.8).
 */
final class NoHttp2 extends ChannelInboundHandlerAdapter {

    private static final String DECODER = "httpDecoder"; // Vert.x's name for it
    private static final String PREFACE = "PRI ";

    private int seen;

    @Override
    public void channelRead(ChannelHandlerContext connection, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        while (bytes.isReadable() && undecided(connection)) {
            if (bytes.getByte(bytes.readerIndex()) == PREFACE.charAt(seen) && ++seen == PREFACE.length()) {
                bytes.release();
                refuse(connection);
                return;
            }
            connection.fireChannelRead(bytes.readRetainedSlice(1));
        }
        if (!undecided(connection)) {
            if (connection.pipeline().get(DECODER) != null) {
                connection.pipeline().addAfter(DECODER, null, new NoUpgrade());
            }
            connection.pipeline().remove(this);
        }
        if (bytes.isReadable()) {
            connection.fireChannelRead(bytes);
        } else {
            bytes.release();
        }
    }

    /**
     * Vert.x removes its handler as soon as a byte shows which of the two versions the client speaks. With TLS there is no such
     * handler.
     */
    private static boolean undecided(ChannelHandlerContext connection) {
        return connection.pipeline().get(Http1xOrH2CHandler.class) != null;
    }

    private static void refuse(ChannelHandlerContext connection) {
        connection.writeAndFlush(Unpooled.wrappedBuffer("HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII)))
                .addListener(ChannelFutureListener.CLOSE);
    }

    private static final class NoUpgrade extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext connection, Object message) {
            if (message instanceof HttpRequest request) {
                connection.pipeline().remove(this);
                if (request.headers().contains(HttpHeaderNames.UPGRADE, "h2c", true)) {
                    request.headers().remove(HttpHeaderNames.UPGRADE);
                }
            }
            connection.fireChannelRead(message);
        }
    }
}
