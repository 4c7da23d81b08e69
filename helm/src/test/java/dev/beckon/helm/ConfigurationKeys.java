package dev.beckon.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * The services' configuration keys at run time: Quarkus's come from the lists in its artifacts, Kafka's from its client, and
 * ours from the tables in the modules' READMEs, which tests of those modules keep complete.
 */
final class ConfigurationKeys {

    private static final Pattern ROW = Pattern.compile("^\\| `([a-z0-9.\\[\\]-]+)` \\|.*");
    /** The names that the chart uses where a Quarkus key contains a name of the user's choice. */
    private static final Map<String, List<String>> NAMES = Map.of("\"tls-bucket-name\"", List.of("\"redis\"", "\"internal\"", "\"traces\""),
            "\"key-certs\"", List.of("\"0\""));

    /** Keys of MicroProfile and SmallRye, whose artifacts carry no lists. */
    private static final Set<String> OTHERS = Set.of("mp.jwt.verify.publickey.location", "mp.jwt.verify.issuer",
            "mp.jwt.verify.audiences", "mp.jwt.verify.clock.skew", "smallrye.config.source.file.locations",
            "mp.messaging.incoming.mentions.topic");

    private final Set<String> keys = new TreeSet<>(OTHERS);

    /** @param modules whose READMEs have tables of keys */
    static ConfigurationKeys of(String... modules) {
        ConfigurationKeys all = new ConfigurationKeys();
        try {
            for (URL list : Collections.list(ConfigurationKeys.class.getClassLoader()
                    .getResources("META-INF/quarkus-config-doc/quarkus-config-model.json"))) {
                try (InputStream model = list.openStream()) {
                    all.addRunTimeKeys(new ObjectMapper().readTree(model));
                }
            }
            for (String module : modules) {
                all.addTables(Path.of("..", module));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AdminClientConfig.configNames().forEach(key -> all.keys.add("kafka." + key));
        ConsumerConfig.configNames().forEach(key -> all.keys.add("mp.messaging.incoming.mentions." + key));
        return all;
    }

    boolean haveVariable(String name) {
        String ofFirst = name.replaceAll("_[0-9]+__", "_0__"); // the tables name a list's first element
        return keys.stream().anyMatch(key -> variable(key).equals(ofFirst));
    }

    boolean have(String key) {
        return keys.contains(key);
    }

    /** MicroProfile Config 3.1, "Environment Variables Mapping Rules". */
    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private void addRunTimeKeys(JsonNode node) {
        if (node.path("phase").asText().equals("RUN_TIME") && node.has("path")) {
            add(node.path("path"));
            node.path("additionalPaths").forEach(this::add);
        }
        node.forEach(this::addRunTimeKeys);
    }

    private void add(JsonNode path) {
        String property = path.path("property").asText();
        keys.add(property);
        NAMES.forEach((placeholder, names) -> names.forEach(name -> keys.add(property.replace(placeholder, name))));
    }

    private void addTables(Path module) throws IOException {
        try (Stream<Path> files = Files.list(module)) {
            for (Path page : files.filter(file -> file.toString().endsWith(".md")).toList()) {
                Files.readAllLines(page).stream().map(ROW::matcher).filter(row -> row.matches() && row.group(1).contains("."))
                        .forEach(row -> keys.add(row.group(1)));
            }
        }
    }
}
