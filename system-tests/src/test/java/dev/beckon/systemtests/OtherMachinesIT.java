package dev.beckon.systemtests;

import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.StackFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./beckon up} with the packaged services, in a folder and with locales that expose mistakes; a healthy start logs no warning. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OtherMachinesIT {

    private static final Duration READY = Duration.ofMinutes(4);

    @TempDir
    Path folder;

    /** Turkish has another capital letter for {@code i}; the other two languages have digits of their own. */
    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "ar-EG", "fa-IR"})
    void up_lets_a_mention_through_under_any_path_and_in_any_language(String locale) throws Exception {
        Locale language = Locale.forLanguageTag(locale);
        Path checkout = checkout();
        Path output = checkout.resolve("output.txt");
        ProcessBuilder up = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), "dev.beckon.launcher.Main", "up",
                "--no-build")
                .directory(checkout.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
        // As a user starts it: these tests' own settings trace and log otherwise.
        up.environment().keySet().removeIf(name -> name.startsWith("QUARKUS_") || name.startsWith("GATEWAY_"));
        // The services inherit this variable.
        up.environment().put("JAVA_TOOL_OPTIONS",
                "-Duser.language=%s -Duser.country=%s".formatted(language.getLanguage(), language.getCountry()));
        Process launcher = up.start();
        try {
            within(READY).untilAsserted(() -> assertThat(read(output).contains("Beckon is ready") || !launcher.isAlive()).isTrue());

            assertThat(read(output)).contains("a mention went through", "Beckon is ready");
            assertThat(tokenOf(StackFiles.gateway(checkout.resolve(".beckon")))).startsWith("eyJ");
            assertThat(warnings(checkout.resolve(".beckon/logs"))).isEmpty();
        } finally {
            launcher.destroy();
            assertThat(launcher.waitFor(READY.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    /** The gateway reads it from the folder. */
    private static String tokenOf(URI gateway) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(gateway.resolve("/demo/token?as=alice")).build(), BodyHandlers.ofString()).body();
        }
    }

    private static List<String> warnings(Path logs) throws IOException {
        try (Stream<Path> files = Files.list(logs)) {
            return files.filter(file -> file.toString().endsWith(".log")).map(OtherMachinesIT::read).flatMap(String::lines)
                    .filter(line -> line.matches(".*\\b(WARN|ERROR|FATAL|SEVERE)\\b.*")).toList();
        }
    }

    private Path checkout() throws IOException {
        Path checkout = folder.resolve("a b (2026)/Müller [x] 100% #1");
        Files.createDirectories(checkout.resolve("local-stack"));
        Files.writeString(checkout.resolve("beckon"), "");
        for (String service : List.of("gateway-service", "mention-service", "notification-service")) {
            Files.createDirectories(checkout.resolve(service));
            Files.createSymbolicLink(checkout.resolve(service).resolve("target"), Path.of("..", service, "target").toRealPath());
        }
        return checkout;
    }

    private static String read(Path output) {
        try {
            return Files.readString(output);
        } catch (IOException notYet) {
            return "";
        }
    }
}
