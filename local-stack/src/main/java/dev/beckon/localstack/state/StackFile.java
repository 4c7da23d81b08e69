package dev.beckon.localstack.state;

import com.fasterxml.jackson.core.type.TypeReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code stack.json}: where everything of a running stack is, for scripts, tests and benchmarks. It is there exactly while
 * all of the stack is up.
 *
 * @param redis URL
 * @param kafka bootstrap servers
 * @param keys the directory of the PEM files that tokens are signed and verified with
 * @param pids by name; servers inside the launcher have its pid
 */
public record StackFile(
        List<URI> gateways,
        List<URI> mentions,
        List<URI> notifications,
        Postgres postgres,
        String redis,
        String kafka,
        String keys,
        Map<String, Long> pids) {

    /** How to connect to PostgreSQL. */
    public record Postgres(String jdbcUrl, String reactiveUrl, String username, String password) {}

    public void write(Path directory) {
        in(directory).write(this);
    }

    /** Empty while no stack is up. */
    public static Optional<StackFile> read(Path directory) {
        return in(directory).read();
    }

    public static void delete(Path directory) {
        in(directory).delete();
    }

    private static JsonFile<StackFile> in(Path directory) {
        return new JsonFile<>(directory.resolve("stack.json"), new TypeReference<>() {});
    }
}
