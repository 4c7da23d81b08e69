package dev.beckon.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What a service counts itself, read from its {@code /q/metrics}. */
final class ServiceMetrics implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest request;

    ServiceMetrics(URI service) {
        this.request = HttpRequest.newBuilder(service.resolve("/q/metrics")).build();
    }

    double read(String series) throws IOException, InterruptedException {
        return read(series, "");
    }

    /**
     * @param series the beginning of its lines, which are summed up; 0 if there is none yet
     * @param label that they have, such as {@code uri="/mentions"}
     */
    double read(String series, String label) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body().lines()
                .filter(line -> line.startsWith(series) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Waits until a series has reached a value. @throws IOException if it has not within a minute */
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
