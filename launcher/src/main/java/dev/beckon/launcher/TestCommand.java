package dev.beckon.launcher;

import dev.beckon.localstack.StackFailedException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./beckon test}: runs all tests even if some fail, then counts them in the reports that this run wrote. */
@Command(name = "test", mixinStandardHelpOptions = true, description = "run every test, or those of some modules and of the modules these build on")
final class TestCommand implements Callable<Integer> {

    private static final String STANDALONE = "examples/standalone";

    /** Packages that npm tests; the second is tested on what the first's tests have built. */
    private static final List<String> WEB = List.of("web-client", "web-react");

    /** RFC 7519: the first two parts of a token begin with the Base64 of a brace and a quote. */
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]+\\.");

    @Spec
    private CommandSpec spec;

    @Option(names = "--fuzz", paramLabel = "10m", description = "how long conformance's fuzz test runs")
    private @Nullable String fuzz;

    @Option(names = "--flood", paramLabel = "100000", description = "how many odd requests system-tests' abuse test sends")
    private @Nullable String flood;

    @Parameters(paramLabel = "MODULE", arity = "0..*", description = "such as gateway-service, web-client or web-react")
    private List<String> modules = new ArrayList<>();

    private final Tools tools = Tools.here();
    private final Path checkout = tools.checkout();
    private final Builds builds = new Builds(tools);
    private final List<String> broken = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Integer call() throws IOException {
        List<String> java = new ArrayList<>();
        for (String module : modules) {
            String name = module.replaceAll("/$", "");
            if (!WEB.contains(name) && !Files.isRegularFile(checkout.resolve(name).resolve("pom.xml"))) {
                throw new ParameterException(spec.commandLine(), "there is no module '%s'.".formatted(name));
            }
            java.add(name);
        }
        boolean all = modules.isEmpty();
        List<String> web = all ? WEB : WEB.stream().filter(java::contains).toList();
        java.removeAll(WEB);
        boolean standalone = java.remove(STANDALONE) || all;
        List<String> settings = settings();
        forgetEarlierRuns();

        if (all || java.contains("system-tests") || web.contains("web-react")) {
            builds.web();
        }
        List<String> onPackaged = java.stream().filter(this::runsPackagedApplications).toList();
        if (!onPackaged.isEmpty()) {
            builds.java(onPackaged, "-Pside-by-side");
        }
        CompletableFuture<?> webTests = startWebTests(web);
        if (all || !java.isEmpty()) {
            testJava(java, settings);
        }
        if (standalone && !testStandalone()) {
            broken.add("The build of " + STANDALONE + " failed.");
        }
        webTests.join();
        for (String folder : web) {
            System.out.print(Files.readString(webLog(folder)));
        }
        List<Path> leaks = find(file -> isLog(file) && holdsToken(file));
        if (!leaks.isEmpty()) {
            System.err.println("tokens stand in: " + String.join(" ", leaks.stream().map(file -> "./" + checkout.relativize(file))
                    .toList()));
            broken.add("A token stands in a log.");
        }
        return sum();
    }

    private List<String> settings() {
        List<String> settings = new ArrayList<>();
        if (fuzz != null) {
            require(fuzz, "[1-9]\\d*[smh]", "--fuzz needs a time such as 90s or 10m, not '%s'.");
            settings.add("-Dconformance.fuzz=" + fuzz);
        }
        if (flood != null) {
            require(flood, "[1-9]\\d*", "--flood needs a number of requests such as 100000, not '%s'.");
            settings.add("-Dbeckon.flood=" + flood);
        }
        return settings;
    }

    private void require(String value, String form, String message) {
        if (!value.matches(form)) {
            throw new ParameterException(spec.commandLine(), message.formatted(value));
        }
    }

    /** Such a module's pom has a profile {@code side-by-side}, which depends on the packaged applications. */
    private boolean runsPackagedApplications(String module) {
        try {
            return Files.readString(checkout.resolve(module).resolve("pom.xml")).contains("<id>side-by-side</id>");
        } catch (IOException e) {
            throw new StackFailedException("beckon: " + module + "/pom.xml cannot be read.", e);
        }
    }

    /** Runs the web tests, one package after the other, beside Maven: its tests leave two cores partly idle while their servers start. */
    private CompletableFuture<?> startWebTests(List<String> folders) throws IOException {
        CompletableFuture<?> before = CompletableFuture.completedFuture(null);
        for (String folder : folders) {
            builds.installWeb(folder);
            Files.createDirectories(webLog(folder).getParent());
            ProcessBuilder tests = tools.npm(folder, "test").redirectErrorStream(true).redirectOutput(webLog(folder).toFile());
            before = before.thenCompose(done -> Tools.start(tests)).thenAccept(exit -> {
                if (exit != 0) {
                    broken.add(folder + "'s tests failed.");
                }
            });
        }
        return before;
    }

    private Path webLog(String folder) {
        return checkout.resolve(".beckon").resolve(folder + "-tests.log");
    }

    private void testJava(List<String> java, List<String> settings) {
        List<String> arguments = new ArrayList<>(List.of("--fail-at-end", "-Dmaven.test.failure.ignore=true"));
        arguments.addAll(settings);
        // Maven tests two modules at a time, since most tests wait for servers. A module that needs packaged applications or the
        // whole machine declares that in its pom.
        arguments.addAll(java.isEmpty() ? List.of("-T2", "-Pside-by-side") : List.of("-pl", String.join(",", java), "-am"));
        arguments.add("verify");
        if (tools.maven(arguments) != 0) {
            broken.add("Maven's build failed.");
        }
    }

    /**
     * Tests an application outside this build, which refers to the library only by its Maven coordinates. Maven installs the library into a
     * repository of this checkout, searched before the user's, so the user's stays unchanged.
     */
    private boolean testStandalone() {
        List<String> repositories = List.of("-Dmaven.repo.local=" + checkout.resolve(".beckon/m2"),
                "-Dmaven.repo.local.tail=" + userRepositories(), "-Dmaven.repo.local.tail.ignoreAvailability=true");
        return tools.maven(plus(repositories, "-q", "-pl", "channels-test", "-am", "-Dmaven.test.skip=true", "install")) == 0
                && tools.maven(plus(repositories, "-f", STANDALONE + "/pom.xml", "-DargLine=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
                        "-Dmaven.test.failure.ignore=true", "clean", "verify")) == 0;
    }

    private static List<String> plus(List<String> first, String... more) {
        return Stream.concat(first.stream(), Stream.of(more)).toList();
    }

    /** Maven's local repositories, comma-separated, as MAVEN_ARGS or settings.xml names them; else Maven's default. */
    private static String userRepositories() {
        List<String> named = matches("-Dmaven\\.repo\\.local(?:\\.tail)?=(\\S+)", Objects.requireNonNullElse(System.getenv("MAVEN_ARGS"),
                ""));
        Path maven = Path.of(System.getProperty("user.home"), ".m2");
        if (named.isEmpty() && Files.isReadable(maven.resolve("settings.xml"))) {
            try {
                named = matches("<localRepository>(.*?)</localRepository>", Files.readString(maven.resolve("settings.xml")));
            } catch (IOException e) {
                throw new StackFailedException("beckon: " + maven.resolve("settings.xml") + " cannot be read.", e);
            }
        }
        return named.isEmpty() ? maven.resolve("repository").toString() : String.join(",", named);
    }

    private static List<String> matches(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
    }

    private int sum() throws IOException {
        TestReports reports = new TestReports();
        reports.addSurefire(find(TestCommand::isReport));
        WEB.forEach(folder -> reports.addNode(webLog(folder)));
        reports.passedLater().forEach(name -> System.out.println("passed at a later attempt: " + name));
        if (reports.total() == 0) {
            broken.add("No test ran.");
        }
        if (!broken.isEmpty()) {
            System.err.println("beckon: " + String.join(" ", broken));
        }
        System.out.println(reports.sum());
        return broken.isEmpty() && reports.allPassed() ? 0 : 1;
    }

    private void forgetEarlierRuns() throws IOException {
        for (Path report : find(TestCommand::isReport)) {
            Files.delete(report);
        }
        for (String folder : WEB) {
            Files.deleteIfExists(webLog(folder));
        }
    }

    private static boolean isReport(Path file) {
        return file.getFileName().toString().matches("TEST-.*\\.xml")
                && file.endsWith(Path.of("target", "surefire-reports").resolve(file.getFileName()));
    }

    /** Whether a process or a test wrote this file as its log or report. */
    private static boolean isLog(Path file) {
        return isReport(file) || file.toString().endsWith(".log") && file.toString().contains(File.separator + "target" + File.separator)
                && !file.toString().contains(File.separator + "data" + File.separator);
    }

    private static boolean holdsToken(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.map(TOKEN::matcher).anyMatch(Matcher::find);
        } catch (IOException e) {
            throw new StackFailedException("beckon: " + file + " cannot be read.", e);
        }
    }

    /** Finds files in the modules' target folders. */
    private List<Path> find(Predicate<Path> wanted) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path parent : List.of(checkout, checkout.resolve("examples"))) {
            try (Stream<Path> modules = Files.isDirectory(parent) ? Files.list(parent) : Stream.empty()) {
                for (Path target : modules.map(module -> module.resolve("target")).filter(Files::isDirectory).toList()) {
                    try (Stream<Path> files = Files.find(target, 20, (file, attributes) -> attributes.isRegularFile() && wanted.test(
                            file))) {
                        files.forEach(found::add);
                    }
                }
            }
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }
}
