package dev.beckon.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** Turns off HTTP/2 without TLS, for which Quarkus has no setting, and bounds the streams of a connection with TLS. */
@Singleton
final class ServerOptions implements HttpServerOptionsCustomizer {

    /** Streams at a time on one HTTP/2 connection: as many requests as a busy caller has under way. */
    private static final long MAX_STREAMS = 100;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false); // no caller needs it, and its streams evade the bounds that count connections
        boundStreams(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        boundStreams(options);
    }

    private static void boundStreams(HttpServerOptions options) {
        Http2Settings settings = options.getInitialSettings() == null ? new Http2Settings() : options.getInitialSettings();
        options.setInitialSettings(settings.setMaxConcurrentStreams(MAX_STREAMS));
    }
}
