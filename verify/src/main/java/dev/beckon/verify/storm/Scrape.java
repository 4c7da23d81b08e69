package dev.beckon.verify.storm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** A service's metrics at one moment. */
record Scrape(List<String> lines) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static Scrape of(URI service) throws IOException, InterruptedException {
        return new Scrape(HTTP.send(HttpRequest.newBuilder(service.resolve("/q/metrics")).timeout(PATIENCE).build(),
                BodyHandlers.ofLines()).body().toList());
    }

    /** @param name as Prometheus has it; sums over all labels; 0 if there is none */
    double value(String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
