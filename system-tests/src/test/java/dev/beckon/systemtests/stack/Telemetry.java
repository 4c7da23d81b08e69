package dev.beckon.systemtests.stack;

import dev.beckon.localstack.LocalStack;
import dev.beckon.localstack.LocalStackBuilder;
import dev.beckon.localstack.servers.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the running system tells of itself: spans, metrics and logs. */
public final class Telemetry implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> PROCESSES = List.of("gateway-1", "gateway-2", "gateway-3", "mention-1", "notification-1");

    private final SpanReceiver receiver = SpanReceiver.start();
    private final Path logs;

    /** @param directory the stack's, whose logs begin anew */
    Telemetry(Path directory) {
        this.logs = directory.resolve("logs");
        try {
            Directories.delete(logs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the services of a stack export here. What they sample and when they export says {@code pom.xml}. */
    LocalStackBuilder of(LocalStackBuilder stack) {
        return stack.environment("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url().toString());
    }

    /** Those received so far. */
    public List<Span> spans(String trace) {
        return receiver.spans(trace);
    }

    /** Whether anything that was exported, as it came, has {@code text} in it. */
    public boolean exports(String text) {
        return receiver.tells(text);
    }

    /** What each process answers to Prometheus. */
    static Stream<String> scrapes(LocalStack stack) {
        return Stream.of(stack.gateways(), stack.mentions(), stack.notifications())
                .flatMap(List::stream).map(Telemetry::scrape);
    }

    /** What each process has written since the start. */
    public Stream<String> logs() {
        return PROCESSES.stream().map(name -> read(logs.resolve(name + ".log")));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String scrape(URI service) {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/q/metrics")).build();
        try {
            return HTTP.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new AssertionError(service + " is not scraped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        receiver.close();
    }
}
