package dev.beckon.channels.lab;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** Left alone, the kernel would keep megabytes for a client that reads nothing. */
@Singleton
final class SmallBuffers implements HttpServerOptionsCustomizer {

    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setSendBufferSize(SEND_BUFFER_BYTES);
    }
}
