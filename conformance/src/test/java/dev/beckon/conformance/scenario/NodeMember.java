package dev.beckon.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.conformance.transcript.Transport;
import dev.beckon.conformance.transcript.Venue;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An unmodified phoenix.js, in a Node process that stays in one room and prints each join and each news that it receives. */
public final class NodeMember implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String phoenix;
    private final Process process;
    private final List<Integer> news = new CopyOnWriteArrayList<>();
    private volatile int joins;

    /**
     * @param phoenix one of {@link NodeClient#VERSIONS}
     * @param key PEM of the key that signs tokens
     */
    public NodeMember(String phoenix, Transport transport, Path key, Venue venue, String topic) {
        this.phoenix = phoenix;
        ProcessBuilder builder = new ProcessBuilder("node", "watch-rejoins.js")
                .directory(new File("clients")).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(Map.of("PHOENIX", phoenix, "TRANSPORT", transport.name().toLowerCase(Locale.ROOT),
                "LAB_KEY", key.toString(), "TOPIC", topic, "LAB_URL", "http://127.0.0.1:" + venue.address().getPort()));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("node could not be run; is Node 20 installed?", e);
        }
        Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{")) {
                    JsonNode printed = JSON.readTree(line);
                    joins = printed.path("joined").asInt(joins);
                    if (printed.has("heard")) {
                        news.add(printed.path("heard").asInt());
                    }
                }
            }
        } catch (IOException ended) {
            // the process has ended
        }
    }

    /** The number of joins so far. */
    public int joins() {
        return joins;
    }

    /** The received news, in order. */
    public List<Integer> news() {
        return List.copyOf(news);
    }

    @Override
    public String toString() {
        return "%s, joined %d times".formatted(phoenix, joins);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
