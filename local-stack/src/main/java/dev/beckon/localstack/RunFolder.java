package dev.beckon.localstack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The folder for the jars of running services: beside the stack's other files, unless that path has a character, such as {@code [}, with
 * which a packaged Quarkus application does not find its configuration. Then it is a temporary folder, the same one at each start.
 */
final class RunFolder {

    private RunFolder() {}

    static Path of(Path directory) {
        Path absolute = directory.toAbsolutePath();
        return isPlain(absolute)
                ? directory.resolve("run")
                : Path.of(System.getProperty("java.io.tmpdir"), "beckon-run-" + UUID.nameUUIDFromBytes(absolute.toString().getBytes(
                        UTF_8)));
    }

    /** Quarkus's class loader escapes only spaces, per cent signs and hashes in the URL of a jar. */
    private static boolean isPlain(Path path) {
        try {
            URI.create("file://" + path.toString().replaceAll("[ %#]", ""));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
