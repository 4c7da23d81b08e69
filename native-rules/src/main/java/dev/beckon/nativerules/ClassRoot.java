package dev.beckon.nativerules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder or a jar of classes and resources. */
record ClassRoot(URI uri) {

    static Set<ClassRoot> of(JavaClasses classes) {
        return classes.stream().filter(type -> type.getSource().isPresent()).map(ClassRoot::of).collect(Collectors.toSet());
    }

    private static ClassRoot of(JavaClass type) {
        String uri = type.getSource().orElseThrow().getUri().toString();
        String path = type.getName().replace('.', '/') + ".class";
        return new ClassRoot(URI.create(uri.substring(0, uri.length() - path.length())));
    }

    /** The contents of files below {@code folder} whose path ends with {@code end}. */
    List<byte[]> files(String folder, String end) {
        return read(root -> {
            try (Stream<Path> below = walk(root.resolve(folder))) {
                return below.filter(path -> path.toString().endsWith(end)).map(ClassRoot::bytes).toList();
            }
        });
    }

    /** The paths, with slashes, of all files that are no classes. */
    List<String> resources() {
        return read(root -> {
            try (Stream<Path> all = walk(root)) {
                return all.filter(Files::isRegularFile).map(path -> root.relativize(path).toString().replace('\\', '/'))
                        .filter(path -> !path.endsWith(".class")).sorted().toList();
            }
        });
    }

    private <T> T read(Function<Path, T> reading) {
        if (!uri.getScheme().equals("jar")) {
            return reading.apply(Path.of(uri));
        }
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(URI.create(jarFile())), Map.of())) {
            return reading.apply(jar.getPath("/"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String jarFile() {
        String inside = uri.toString().substring("jar:".length());
        return inside.substring(0, inside.indexOf("!/"));
    }

    private static Stream<Path> walk(Path folder) {
        try {
            return Files.exists(folder) ? Files.walk(folder) : Stream.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
