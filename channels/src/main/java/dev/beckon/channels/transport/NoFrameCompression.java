package dev.beckon.channels.transport;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Turns off the extensions {@code deflate-frame} and {@code x-webkit-deflate-frame}, which Vert.x would grant to whoever offers
 * them: 31 KB for each connection. Quarkus has a setting for permessage-deflate only; no browser of today needs the others.
 */
@Singleton
final class NoFrameCompression implements HttpServerOptionsCustomizer {

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setPerFrameWebSocketCompressionSupported(false);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.setPerFrameWebSocketCompressionSupported(false);
    }
}
