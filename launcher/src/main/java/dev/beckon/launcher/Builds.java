package dev.beckon.launcher;

import dev.beckon.localstack.StackFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Builds modules and their dependencies with Maven. Skips Maven if no source of any module is newer than the last build of the same
 * modules: each build writes a stamp file with the time at which it began.
 */
final class Builds {

    private final Tools tools;
    private final Path checkout;

    Builds(Tools tools) {
        this.tools = tools;
        this.checkout = tools.checkout();
    }

    /** @param more further arguments for Maven */
    void java(List<String> modules, String... more) {
        Path stamp = stamp(String.join("+", modules) + String.join("", more));
        if (modules.stream().allMatch(this::isPackaged) && isFresh(stamp, sources())) {
            return;
        }
        Instant began = Instant.now();
        System.err.println("building " + String.join(", ", modules));
        List<String> arguments = new ArrayList<>(List.of("-q", "-DskipTests", "-Dformatter.skip", "-Dspotless.check.skip", "-pl",
                String.join(",", modules), "-am"));
        arguments.addAll(List.of(more));
        arguments.add("package");
        if (tools.maven(arguments) != 0) {
            throw new StackFailedException("beckon: the build failed; its messages are above.");
        }
        touch(stamp, began);
    }

    /** Builds the web client and its demo pages. */
    void web() {
        Path web = checkout.resolve("web-client");
        Path stamp = stamp("web-client");
        if (Files.isDirectory(web.resolve("dist-demo")) && isFresh(stamp, List.of(web.resolve("package.json"),
                web.resolve("package-lock.json"), web.resolve("src"), web.resolve("demo"), web.resolve("build")))) {
            return;
        }
        Instant began = Instant.now();
        installWeb("web-client");
        System.err.println("building web-client");
        if (Tools.run(tools.npm("web-client", "run", "--silent", "build").inheritIO()) != 0) {
            throw new StackFailedException("beckon: the build of web-client failed; its messages are above.");
        }
        touch(stamp, began);
    }

    /** @param folder of the package: {@code web-client} or {@code web-react} */
    void installWeb(String folder) {
        Path installed = checkout.resolve(folder).resolve("node_modules/.package-lock.json");
        if (Files.exists(installed) && isFresh(installed, List.of(checkout.resolve(folder).resolve("package-lock.json")))) {
            return;
        }
        System.err.println("installing " + folder + "'s packages");
        if (Tools.run(tools.npm(folder, "ci", "--no-audit", "--no-fund", "--silent").inheritIO()) != 0) {
            throw new StackFailedException("beckon: npm ci failed; its messages are above.");
        }
    }

    private boolean isPackaged(String module) {
        Path target = checkout.resolve(module).resolve("target");
        return Files.exists(target.resolve("quarkus-app/quarkus-run.jar")) || Files.exists(target.resolve(module + ".jar"));
    }

    /** The sources of every module: only Maven can resolve which modules depend on which, and an unnecessary build is short. */
    private List<Path> sources() {
        List<Path> sources = new ArrayList<>(List.of(checkout.resolve("pom.xml")));
        for (Path parent : List.of(checkout, checkout.resolve("examples"))) {
            for (Path module : children(parent)) {
                sources.add(module.resolve("pom.xml"));
                sources.add(module.resolve("src/main"));
            }
        }
        return sources;
    }

    private static List<Path> children(Path directory) {
        try (Stream<Path> children = Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
            return children.filter(child -> Files.exists(child.resolve("pom.xml"))).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFresh(Path stamp, List<Path> sources) {
        if (!Files.exists(stamp)) {
            return false;
        }
        FileTime built = modified(stamp);
        return sources.stream().filter(Files::exists).allMatch(source -> {
            try (Stream<Path> files = Files.walk(source)) {
                return files.filter(Files::isRegularFile).noneMatch(file -> modified(file).compareTo(built) > 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path stamp(String name) {
        return checkout.resolve(".beckon/built").resolve(name.replace('/', '_'));
    }

    private static void touch(Path stamp, Instant began) {
        try {
            Files.createDirectories(stamp.getParent());
            Files.writeString(stamp, "");
            Files.setLastModifiedTime(stamp, FileTime.from(began));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
