package dev.beckon.conformance.presence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.conformance.lab.Labs;
import dev.beckon.conformance.transcript.Venue;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/** An unmodified phoenix.js, in a Node process that prints its list at every change. */
public final class NodeWatcher implements Watcher {

    private final Process process;
    private volatile Map<String, Set<JsonNode>> list = Map.of();

    /** @param phoenix as {@code package.json} names the version */
    public NodeWatcher(String phoenix, Labs labs, Venue node, String topic) {
        ProcessBuilder builder = new ProcessBuilder("node", "watch-presence.js")
                .directory(new File("clients")).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(Map.of("PHOENIX", phoenix, "LAB_KEY", labs.privateKey().toString(), "TOPIC", topic,
                "LAB_URL", "http://127.0.0.1:" + node.address().getPort()));
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
                list = Lists.parse(line);
            }
        } catch (IOException ended) {
            // the process has ended
        }
    }

    @Override
    public Map<String, Set<JsonNode>> list() {
        return list;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
