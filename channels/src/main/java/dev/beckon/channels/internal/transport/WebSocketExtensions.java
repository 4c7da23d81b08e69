package dev.beckon.channels.internal.transport;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Leaves {@code permessage-deflate} to Quarkus's configuration and agrees on no other extension. Vert.x would accept
 * {@code deflate-frame} and {@code x-webkit-deflate-frame} by itself, at 31 KB for each connection.
 */
@Singleton
final class WebSocketExtensions implements HttpServerOptionsCustomizer {

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setPerFrameWebSocketCompressionSupported(false);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.setPerFrameWebSocketCompressionSupported(false);
    }
}
