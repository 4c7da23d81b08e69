package dev.beckon.testclients.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.testclients.Json;
import dev.beckon.testclients.swarm.Swarm.Identity;
import dev.beckon.testclients.swarm.SwarmOrder.What;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link Swarm} in a process of its own, with processor time and file descriptors of its own. It ends when this process ends in
 * any way, because its standard input then ends.
 */
public final class SwarmProcess implements AutoCloseable {

    private static final List<String> JVM_FLAGS = List.of("-Xmx512m", "-XX:+UseSerialGC");

    private final Process process;
    private final Path identities;
    private final Writer orders;
    private final BufferedReader answers;

    private SwarmProcess(Process process, Path identities) {
        this.process = process;
        this.identities = identities;
        this.orders = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** @param directory gets a file of tokens while the process runs, and its log */
    public static SwarmProcess start(Path directory, String name, List<Identity> who, List<URI> gateways) throws IOException {
        Path identities = directory.resolve(name + ".tokens");
        Files.write(identities, who.stream().map(one -> one.user() + "\t" + one.token()).toList());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SwarmMain.class.getName(), identities.toString()));
        gateways.forEach(url -> command.add(url.toString()));
        return new SwarmProcess(new ProcessBuilder(command)
                .redirectError(directory.resolve(name + ".log").toFile()).start(), identities);
    }

    public long pid() {
        return process.pid();
    }

    /** As {@link Swarm#connect}. */
    public long connect(Duration bound) throws IOException {
        return ask(SwarmOrder.of(What.CONNECT, 0, bound)).asLong();
    }

    /** As {@link Swarm#awaitNews}. */
    public long awaitNews(int each, Duration bound) throws IOException {
        return ask(SwarmOrder.of(What.AWAIT_NEWS, each, bound)).asLong();
    }

    /** As {@link Swarm#tally}. */
    public Map<String, Long> tally() throws IOException {
        Map<String, Long> counts = new LinkedHashMap<>();
        ask(SwarmOrder.of(What.TALLY)).properties().forEach(count -> counts.put(count.getKey(), count.getValue().asLong()));
        return counts;
    }

    public List<ClientState> standings() throws IOException {
        return Json.list(ask(SwarmOrder.of(What.STANDINGS)), ClientState.class);
    }

    private synchronized JsonNode ask(SwarmOrder order) throws IOException {
        orders.write(Json.write(order) + "\n");
        orders.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the clients' process has ended");
        }
        return Json.tree(answer);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            Files.deleteIfExists(identities);
        } catch (IOException e) {
            // harmless: the tokens are for a system that has ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
