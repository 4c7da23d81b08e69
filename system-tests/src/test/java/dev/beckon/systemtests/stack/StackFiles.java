package dev.beckon.systemtests.stack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.beckon.localstack.state.StackFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the running system has written to its folder. */
public final class StackFiles {

    /** Kafka keeps records for as long as its retention says, and PostgreSQL old versions of rows until it writes over them. */
    private static final List<String> OF_THEIR_OWN = List.of("data/kafka", "data/postgres");

    private final Path directory;

    StackFiles(Path directory) {
        this.directory = directory;
    }

    /** The first gateway of the running system whose folder this is. */
    public static URI gateway(Path folder) throws IOException {
        return StackFile.read(folder).orElseThrow().gateways().getFirst();
    }

    /** All files, apart from those of Kafka and PostgreSQL, that contain {@code text}. */
    public List<Path> with(String text) {
        String bytes = new String(text.getBytes(UTF_8), ISO_8859_1);
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> OF_THEIR_OWN.stream().noneMatch(own -> file.startsWith(directory.resolve(own))))
                    .filter(Files::isRegularFile)
                    .filter(file -> contains(file, bytes))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean contains(Path file, String bytes) {
        try {
            return Files.readString(file, ISO_8859_1).contains(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
