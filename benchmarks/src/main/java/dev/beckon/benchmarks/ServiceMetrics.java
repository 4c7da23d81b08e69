package dev.beckon.benchmarks;

import dev.beckon.localstack.services.Management;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A service's own counters, read from its {@code /q/metrics}. */
final class ServiceMetrics implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest request;

    ServiceMetrics(URI service) {
        this.request = HttpRequest.newBuilder(Management.of(service).resolve("/q/metrics")).build();
    }

    double read(String series) throws IOException, InterruptedException {
        return read(series, "");
    }

    /**
     * Sums all lines of a series; 0 if there is none yet.
     *
     * @param series the beginning of the lines
     * @param label a label that the lines have, such as {@code uri="/mentions"}
     */
    double read(String series, String label) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body().lines()
                .filter(line -> line.startsWith(series) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /**
     * Waits until a series has reached a value.
     *
     * @throws IOException if the series does not reach it within a minute
     */
    void await(String series, double value) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (read(series) < value) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException(series + " has not reached " + value);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
