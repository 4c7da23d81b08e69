package dev.beckon.systemtests.stack;

import dev.beckon.localstack.LocalStack;
import dev.beckon.localstack.LocalStackBuilder;
import dev.beckon.localstack.services.Management;
import dev.beckon.testservers.Directories;
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

/** The running system's spans, metrics and logs. */
public final class Telemetry implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> PROCESSES = List.of("gateway-1", "gateway-2", "gateway-3", "mention-1", "notification-1");

    private final SpanReceiver receiver = SpanReceiver.start();
    private final Path logs;

    /** @param directory of the stack, whose logs start empty */
    Telemetry(Path directory) {
        this.logs = directory.resolve("logs");
        try {
            Directories.delete(logs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the services of a stack export spans here. {@code pom.xml} sets the sampling and the time of export. */
    LocalStackBuilder of(LocalStackBuilder stack) {
        return stack.environment("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url().toString());
    }

    /** The spans of {@code trace} received so far. */
    public List<Span> spans(String trace) {
        return receiver.spans(trace);
    }

    /** Whether any export contains {@code text} in its raw bytes. */
    public boolean exports(String text) {
        return receiver.tells(text);
    }

    /** Each process's answer to Prometheus. */
    static Stream<String> scrapes(LocalStack stack) {
        return Stream.of(stack.gateways(), stack.mentions(), stack.notifications())
                .flatMap(List::stream).map(Telemetry::scrape);
    }

    /** The log of each process since the start. */
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
        HttpRequest request = HttpRequest.newBuilder(Management.of(service).resolve("/q/metrics")).build();
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
