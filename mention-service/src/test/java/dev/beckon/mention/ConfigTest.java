package dev.beckon.mention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.mention.publish.KafkaConfig;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConfigTest {

    static final Pattern ROW = Pattern.compile("(?m)^\\| `(mention\\.[a-z.-]+)` \\| `([^`]+)` \\|");

    final SmallRyeConfig config = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(KafkaConfig.class)
            .withMapping(StatusForwarder.Config.class)
            .build();

    @Test
    void the_defaults_stay_as_they_are() {
        KafkaConfig kafka = config.getConfigMapping(KafkaConfig.class);
        assertThat(kafka.topic()).isEqualTo("mentions");
        assertThat(kafka.lanesTopic()).isEqualTo("mentions-by-lane");
        assertThat(kafka.routerGroup()).isEqualTo("mention-router");
        assertThat(kafka.deadline()).isEqualTo(Duration.ofSeconds(5));
        StatusForwarder.Config inbox = config.getConfigMapping(StatusForwarder.Config.class);
        assertThat(inbox.url()).isEqualTo(List.of(URI.create("http://127.0.0.1:8082")));
        assertThat(inbox.maxCalls()).isEqualTo(32);
    }

    @Test
    void the_readme_lists_every_key_with_its_default() throws Exception {
        Map<String, String> listed = new TreeMap<>();
        Matcher rows = ROW.matcher(Files.readString(Path.of("README.md")));
        while (rows.find()) {
            listed.put(rows.group(1), rows.group(2));
        }

        Map<String, String> keys = new TreeMap<>();
        config.getPropertyNames().forEach(name -> {
            if (name.startsWith("mention.")) {
                keys.put(name, config.getConfigValue(name).getValue());
            }
        });
        assertThat(listed).isEqualTo(keys).hasSize(6);
        assertThat(Files.readString(Path.of("README.md"))).contains("| `mention.inbox.tls-configuration-name` | unset |");
    }
}
