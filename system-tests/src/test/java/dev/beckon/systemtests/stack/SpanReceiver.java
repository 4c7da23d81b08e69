package dev.beckon.systemtests.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Receives the services' spans, OTLP over HTTP or HTTPS, and keeps them in memory. Thread-safe. */
final class SpanReceiver implements AutoCloseable {

    private final HttpServer server;
    private final String scheme;
    private final Queue<byte[]> exports = new ConcurrentLinkedQueue<>();

    private SpanReceiver(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/v1/traces", this::receive);
        server.start();
    }

    static SpanReceiver start() {
        try {
            return new SpanReceiver(HttpServer.create(anyPort(), 0), "http");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SpanReceiver start(ServerCertificate certificate) {
        try {
            HttpsServer server = HttpsServer.create(anyPort(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(certificate.identity()));
            return new SpanReceiver(server, "https");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    URI url() {
        return URI.create("%s://localhost:%d".formatted(scheme, server.getAddress().getPort()));
    }

    /** The spans of {@code trace} received so far. */
    List<Span> spans(String trace) {
        return exports.stream()
                .flatMap(export -> read(export).getResourceSpansList().stream())
                .flatMap(Span::of)
                .filter(span -> span.trace().equals(trace))
                .toList();
    }

    /** Whether any export contains {@code text} in its raw bytes. */
    boolean tells(String text) {
        return exports.stream().anyMatch(export -> new String(export, StandardCharsets.ISO_8859_1).contains(text));
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            exports.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static ExportTraceServiceRequest read(byte[] export) {
        try {
            return ExportTraceServiceRequest.parseFrom(export);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
