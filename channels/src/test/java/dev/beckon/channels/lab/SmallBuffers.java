package dev.beckon.channels.lab;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** Shrinks the kernel's send buffer, which would otherwise hold megabytes for a client that reads nothing. */
@Singleton
final class SmallBuffers implements HttpServerOptionsCustomizer {

    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setSendBufferSize(SEND_BUFFER_BYTES);
    }
}
