package dev.beckon.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Services silently ignore unknown variables, so neither the documents nor the files that run the services may name any. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DocumentedVariablesTest {

    private static final Pattern VARIABLE = Pattern.compile(
            "\\b(?:QUARKUS|CHANNELS|GATEWAY|MENTION|NOTIFICATION|MP|SMALLRYE|BECKON_HTTP)_[A-Z0-9_]+\\b");
    /** Variables that our other programs read, or Quarkus before it reads any configuration. */
    private static final Set<String> OF_OTHERS = Set.of("GATEWAY_URL", "MENTION_PARTITIONS", "QUARKUS_CONFIG_LOCATIONS",
            "QUARKUS_INIT_AND_EXIT");
    private static final ConfigurationKeys KEYS = ConfigurationKeys.of("gateway-service", "channels", "mention-service",
            "notification-service", "http", "tokens");

    static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("../docs")); Stream<Path> docker = Files.list(Path.of("../docker"))) {
            return Stream.concat(Stream.of(Path.of("../README.md"), Path.of("beckon/README.md")),
                    Stream.concat(docs.filter(file -> file.toString().endsWith(".md")), docker.filter(Files::isRegularFile)))
                    .filter(file -> !file.endsWith("decisions.md")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_variable_is_a_key_of_a_service(Path document) throws IOException {
        Set<String> unknown = new TreeSet<>(VARIABLE.matcher(Files.readString(document)).results().map(MatchResult::group).toList());
        unknown.removeAll(OF_OTHERS);
        unknown.removeIf(KEYS::haveVariable);

        assertThat(unknown).isEmpty();
    }
}
