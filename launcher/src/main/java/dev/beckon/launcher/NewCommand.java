package dev.beckon.launcher;

import dev.beckon.localstack.StackFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./beckon new}: makes a project outside this checkout, a copy of {@code examples/standalone} with Maven's wrapper and
 * phoenix.js, under a name and package of its own. Puts the library, which is not published yet, into Maven's local repository.
 */
@Command(name = "new", mixinStandardHelpOptions = true, description = "make a project with a socket, a channel, presence, a token, tests and a page")
final class NewCommand implements Callable<Integer> {

    private static final Path TEMPLATE = Path.of("examples", "standalone");
    private static final Path PHOENIX = Path.of("examples", "training-center", "src", "main", "resources", "META-INF", "resources",
            "vendor");
    private static final Path RESOURCES = Path.of("src", "main", "resources", "META-INF", "resources");
    private static final String PACKAGE = "com.example.";
    private static final String NAME = "chat";

    /** Checks the library rather than an application. */
    private static final String NOT_COPIED = "DependenciesTest.java";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "the project's folder and artifact: small letters, digits and -, such as my-app; or a path to it")
    private Path folder;

    @Option(names = "--no-install", description = "leave Maven's local repository as it is")
    private boolean noInstall;

    private final Tools tools = Tools.here();

    @Override
    public Integer call() throws IOException {
        Path target = caller().resolve(folder).normalize();
        String name = String.valueOf(target.getFileName());
        if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
            throw new ParameterException(spec.commandLine(), "a project's name has small letters, digits and -, such as my-app, not '"
                    + name + "'.");
        }
        if (Files.exists(target)) {
            throw new ParameterException(spec.commandLine(), target + " exists already; choose another name, or remove it.");
        }
        if (target.startsWith(tools.checkout())) {
            throw new ParameterException(spec.commandLine(), target + " is inside this checkout; name a folder outside, such as ../" + name
                    + ".");
        }
        if (!noInstall && tools.maven(List.of("-q", "-Dmaven.test.skip=true", "-Dformatter.skip", "-Dspotless.check.skip", "-pl",
                "channels-test", "-am", "install")) != 0) {
            throw new StackFailedException("beckon: the library could not be installed; Maven's messages are above.");
        }
        write(target, files(name));
        spec.commandLine().getOut().print(welcome(target));
        spec.commandLine().getOut().flush(); // only println does that, and the JVM exits without it
        return 0;
    }

    /** The script changes to the checkout, and passes on the folder that it was called in. */
    private Path caller() {
        String folder = System.getenv("BECKON_CALLER");
        return folder == null ? tools.checkout() : Path.of(folder);
    }

    /** Contents by path in the project. */
    private Map<Path, byte[]> files(String name) throws IOException {
        Map<Path, byte[]> files = new TreeMap<>();
        Path template = tools.checkout().resolve(TEMPLATE);
        files.put(Path.of("pom.xml"), named(Files.readString(template.resolve("pom.xml")).replaceAll("<!--[^>]*-->\n", ""), name));
        for (Path file : below(template.resolve("src"))) {
            if (!file.endsWith(NOT_COPIED)) {
                Path place = Path.of(template.relativize(file).toString().replace(Path.of("example", NAME).toString(),
                        Path.of("example", identifier(name)).toString()));
                files.put(place, named(Files.readString(file), name));
            }
        }
        for (Path file : below(tools.checkout().resolve(PHOENIX))) {
            files.put(RESOURCES.resolve("vendor").resolve(file.getFileName()), Files.readAllBytes(file));
        }
        for (String file : List.of("mvnw", "mvnw.cmd", ".mvn/wrapper/maven-wrapper.properties")) {
            files.put(Path.of(file), Files.readAllBytes(tools.checkout().resolve(file)));
        }
        files.put(Path.of(".gitignore"), "target/\n".getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private static byte[] named(String text, String name) {
        return text.replace(PACKAGE + NAME, PACKAGE + identifier(name)).replace("<artifactId>" + NAME + "</artifactId>",
                "<artifactId>" + name + "</artifactId>").getBytes(StandardCharsets.UTF_8);
    }

    private static String identifier(String name) {
        return name.replace("-", "");
    }

    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static void write(Path target, Map<Path, byte[]> files) throws IOException {
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            Path path = target.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        if (!target.resolve("mvnw").toFile().setExecutable(true, false)) {
            throw new IOException(target.resolve("mvnw") + " cannot be made executable");
        }
    }

    private String welcome(Path target) {
        return """
                made %s

                  cd %s
                  ./mvnw -q -DskipTests package quarkus:run   run it: http://localhost:8080, in two tabs
                  ./mvnw test                                 test it

                The library dev.beckon:beckon-channels is not published yet: %s
                  ./mvnw -Dmaven.test.skip=true -pl channels-test -am install
                docs/write-a-channel.md explains the project.
                """.formatted(target, target, noInstall
                ? "install it from this checkout into Maven's local repository by"
                : "it is now in Maven's local repository; after an update of this checkout, install it again by");
    }
}
