package dev.beckon.localstack;

import dev.beckon.contracts.Lane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The PostgreSQL servers of a stack, which share the lanes in equal ranges. The names of their data directories record the number of
 * servers: with another number the services would look for inboxes on servers that do not have them.
 *
 * @param data the stack's data directory
 * @param servers 1 to {@link Lane#COUNT}
 */
record PostgresPlan(Path data, int servers) {

    private static final String ONLY = "postgres";
    private static final Pattern ONE_OF_SEVERAL = Pattern.compile("postgres-\\d+-of-(\\d+)");

    /** @throws StackFailedException if the existing data is that of another number of servers */
    void refuseDataOfAnotherNumber() {
        if (!Files.isDirectory(data)) {
            return;
        }
        try (Stream<Path> entries = Files.list(data)) {
            entries.map(entry -> serversOf(entry.getFileName().toString()))
                    .filter(number -> number > 0 && number != servers)
                    .findFirst()
                    .ifPresent(number -> {
                        throw new StackFailedException(
                                ("%s has inboxes of %d PostgreSQL server%s, and %d would not find them. Start it with"
                                        + " --postgres %d, or delete its data with --fresh.")
                                        .formatted(data, number, number == 1 ? "" : "s", servers, number));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + data, e);
        }
    }

    /** @return 0 if this is no directory of PostgreSQL */
    private static int serversOf(String directory) {
        Matcher oneOfSeveral = ONE_OF_SEVERAL.matcher(directory);
        return oneOfSeveral.matches() ? Integer.parseInt(oneOfSeveral.group(1)) : directory.equals(ONLY) ? 1 : 0;
    }

    /** The directory that a server keeps its data below. */
    Path directory(int index) {
        return servers == 1 ? data : data.resolve("postgres-%d-of-%d".formatted(index + 1, servers));
    }

    /** The lanes of a server, such as {@code 0-20}. */
    String lanes(int index) {
        int first = first(index);
        int last = first(index + 1) - 1;
        return first == last ? Integer.toString(first) : first + "-" + last;
    }

    /** The index of the server that holds the lane. */
    int serverOf(Lane lane) {
        return IntStream.range(0, servers).filter(index -> lane.number() < first(index + 1)).findFirst().orElseThrow();
    }

    private int first(int index) {
        return Lane.COUNT * index / servers;
    }
}
