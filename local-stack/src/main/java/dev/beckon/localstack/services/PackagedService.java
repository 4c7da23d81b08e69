package dev.beckon.localstack.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A service as Maven packaged it: the folder {@code quarkus-app} with its jars. */
public record PackagedService(Path application) {

    /**
     * Copies the files to a second folder, so that a build may replace the packaged ones while this service runs. The copies are
     * hard links where the file system allows: Maven writes new files and does not change old ones.
     */
    public PackagedService snapshot(Path folder) {
        if (!Files.exists(jar())) {
            throw new ServiceFailedException("%s is missing: run ./beckon build".formatted(jar()));
        }
        try (Stream<Path> files = Files.walk(application)) {
            for (Path file : files.toList()) {
                place(file, folder.resolve(application.relativize(file)));
            }
            return new PackagedService(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy %s to %s".formatted(application, folder), e);
        }
    }

    private static void place(Path file, Path copy) throws IOException {
        if (Files.isDirectory(file)) {
            Files.createDirectories(copy);
            return;
        }
        try {
            Files.createLink(copy, file);
        } catch (IOException | UnsupportedOperationException otherFileSystem) {
            Files.copy(file, copy);
        }
    }

    Path jar() {
        return application.resolve("quarkus-run.jar");
    }
}
