package dev.beckon.verify.storm;

import dev.beckon.localstack.services.Management;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** A service's metrics at one moment. */
record MetricsSnapshot(List<String> lines) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static MetricsSnapshot of(URI service) throws IOException, InterruptedException {
        return new MetricsSnapshot(HTTP.send(HttpRequest.newBuilder(Management.of(service).resolve("/q/metrics")).timeout(PATIENCE).build(),
                BodyHandlers.ofLines()).body().toList());
    }

    /**
     * @param name as Prometheus has it
     * @return the sum over all labels; 0 if there is no such metric
     */
    double value(String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
