package dev.beckon.nativerules;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The folder of a packaged application, whose class loader does not reveal where its classes are. */
record Packaged(Path folder) {

    private static final Path STARTED = Path.of("quarkus-run.jar");

    /** @return the folder this process was started from, unless that is no packaged application */
    static Optional<Packaged> here() {
        String classPath = System.getProperty("java.class.path");
        return classPath.endsWith(STARTED.toString())
                ? Optional.ofNullable(Path.of(classPath).toAbsolutePath().getParent()).map(Packaged::new)
                : Optional.empty();
    }

    /** Our classes, from {@code app} and {@code lib/main}. */
    JavaClasses classes() {
        List<JarFile> jars = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path jar : files.filter(file -> file.getFileName().toString().matches("(dev\\.beckon\\.)?beckon-.+\\.jar")).toList()) {
                jars.add(new JarFile(jar.toFile()));
            }
            return NativeRules.imported(importer -> importer.importJars(jars));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
