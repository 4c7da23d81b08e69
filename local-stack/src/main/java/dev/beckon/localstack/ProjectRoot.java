package dev.beckon.localstack;

import dev.beckon.localstack.services.PackagedService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The root folder of the checkout, which holds the packaged services. */
public record ProjectRoot(Path directory) {

    /** The nearest folder, from the working directory upwards, that holds the script {@code beckon} and its module. */
    public static ProjectRoot find() {
        return find(Path.of("").toAbsolutePath());
    }

    static ProjectRoot find(Path from) {
        return Stream.iterate(from, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.isRegularFile(folder.resolve("beckon"))
                        && Files.isDirectory(folder.resolve("local-stack")))
                .findFirst()
                .map(ProjectRoot::new)
                .orElseThrow(() -> new StackFailedException(
                        "%s is not inside a checkout of Beckon: no folder above it holds the script beckon".formatted(from)));
    }

    PackagedService service(String module) {
        return new PackagedService(directory.resolve(module).resolve("target/quarkus-app"));
    }

    Path demoPages() {
        return directory.resolve("web-client/dist-demo");
    }

    /** The directory in which {@code ./beckon up} keeps its data, logs and keys. */
    public Path stateDirectory() {
        return directory.resolve(".beckon");
    }
}
