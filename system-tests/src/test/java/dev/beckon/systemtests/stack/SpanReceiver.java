package dev.beckon.systemtests.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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

/** Where services export their spans to: OTLP over HTTP, in memory. Thread-safe. */
final class SpanReceiver implements AutoCloseable {

    private final HttpServer server;
    private final Queue<byte[]> exports = new ConcurrentLinkedQueue<>();

    private SpanReceiver(HttpServer server) {
        this.server = server;
        server.createContext("/v1/traces", this::receive);
    }

    static SpanReceiver start() {
        try {
            SpanReceiver receiver = new SpanReceiver(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            receiver.server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Those received so far. */
    List<Span> spans(String trace) {
        return exports.stream()
                .flatMap(export -> read(export).getResourceSpansList().stream())
                .flatMap(Span::of)
                .filter(span -> span.trace().equals(trace))
                .toList();
    }

    /** Whether anything that was exported, as it came, has {@code text} in it. */
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
