package dev.beckon.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.Http2Settings;
import jakarta.inject.Singleton;

/** Which versions of HTTP the ports take, and how much of them; Quarkus has no setting for HTTP/2 without TLS alone. */
@Singleton
final class ServerOptions implements HttpServerOptionsCustomizer {

    private final HttpEdgeConfig config;

    ServerOptions(HttpEdgeConfig config) {
        this.config = config;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(config.clearTextHttp2());
        boundStreams(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        boundStreams(options);
    }

    private void boundStreams(HttpServerOptions options) {
        Http2Settings settings = options.getInitialSettings() == null ? new Http2Settings() : options.getInitialSettings();
        options.setInitialSettings(settings.setMaxConcurrentStreams(config.maxStreams()));
    }
}
