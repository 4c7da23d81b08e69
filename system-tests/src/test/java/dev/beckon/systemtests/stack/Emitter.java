package dev.beckon.systemtests.stack;

import dev.beckon.localstack.LocalStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A product team that runs the programs of {@code examples/emitters}, configured by environment variables. */
public final class Emitter {

    private static final Path EXAMPLES = Path.of("../examples/emitters");
    private static final long PATIENCE_SECONDS = 120;

    private final LocalStack stack;
    private final String token;

    Emitter(LocalStack stack) {
        this.stack = stack;
        this.token = stack.token("comments-service", "mentions:write");
    }

    public String token() {
        return token;
    }

    public String bash(Map<String, String> environment, String file, String... arguments) {
        return run(Stream.concat(Stream.of("bash", "-eu", file), Stream.of(arguments)).toList(), environment);
    }

    /** Runs with the tests' own class path, which contains the clients of Kafka and PostgreSQL. */
    public String java(Map<String, String> environment, String file, String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        Stream<String> command = Stream.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty(
                "java.class.path"), file);
        return run(Stream.concat(command, Stream.of(arguments)).toList(), environment);
    }

    /** The URL of an outbox in this schema. */
    public String outboxUrl(String schema) {
        return "%s?user=%s&password=%s&currentSchema=%s".formatted(
                stack.postgres().jdbcUrl(), stack.postgres().username(), stack.postgres().password(), schema);
    }

    private String run(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(EXAMPLES.toFile()).redirectErrorStream(true);
        builder.environment().put("BECKON_URL", stack.mentions().getFirst().toString());
        builder.environment().put("BECKON_TOKEN", token);
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", stack.kafka().bootstrapServers());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).exceptionally(late -> {
                process.destroyForcibly(); // not of one that has ended: it would close the output, which is not read yet
                return process;
            });
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("%s ended with %d:%n%s".formatted(command.getLast(), process.exitValue(), output));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
