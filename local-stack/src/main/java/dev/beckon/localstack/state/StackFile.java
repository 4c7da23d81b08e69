package dev.beckon.localstack.state;

import com.fasterxml.jackson.core.type.TypeReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code stack.json}: the addresses, keys and pids of a running stack, for scripts, tests and benchmarks. The file exists exactly
 * while the whole stack is up.
 *
 * @param postgres all PostgreSQL servers
 * @param redis URLs: one, or those of a cluster's nodes
 * @param kafka bootstrap servers
 * @param keys the directory of the PEM files that tokens are signed and verified with
 * @param pids by process name; servers inside the launcher have the launcher's pid
 */
public record StackFile(
        List<URI> gateways,
        List<URI> mentions,
        List<URI> notifications,
        List<Postgres> postgres,
        List<String> redis,
        String kafka,
        String keys,
        Map<String, Long> pids) {

    /**
     * The URLs and credentials of a PostgreSQL server.
     *
     * @param lanes that it holds, such as {@code 0-20}
     */
    public record Postgres(String jdbcUrl, String reactiveUrl, String username, String password, String lanes) {}

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
