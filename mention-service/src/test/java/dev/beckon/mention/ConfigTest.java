package dev.beckon.mention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.mention.publish.KafkaConfig;
import dev.beckon.mention.request.RequestConfig;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
            .withMapping(RequestConfig.class)
            .withMapping(KafkaConfig.class)
            .withMapping(LoadConfig.class)
            .withMapping(IdempotencyConfig.class)
            .build();

    @Test
    void the_defaults_stay_as_they_are() {
        RequestConfig request = config.getConfigMapping(RequestConfig.class);
        assertThat(request.maxBodySize().asLongValue()).isEqualTo(1 << 20);
        assertThat(request.maxMentions()).isEqualTo(100);
        assertThat(request.maxRecipients()).isEqualTo(10_000);
        assertThat(request.maxAhead()).isEqualTo(Duration.ofHours(24));
        KafkaConfig kafka = config.getConfigMapping(KafkaConfig.class);
        assertThat(kafka.topic()).isEqualTo("mentions");
        assertThat(kafka.deadline()).isEqualTo(Duration.ofSeconds(5));
        assertThat(kafka.readinessTimeout()).isEqualTo(Duration.ofMillis(500));
        LoadConfig load = config.getConfigMapping(LoadConfig.class);
        assertThat(load.maxInFlight()).isEqualTo(256);
        assertThat(load.retryAfter()).isEqualTo(Duration.ofSeconds(2));
        IdempotencyConfig idempotency = config.getConfigMapping(IdempotencyConfig.class);
        assertThat(idempotency.window()).isEqualTo(Duration.ofHours(1));
        assertThat(idempotency.maxKeys()).isEqualTo(50_000);
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
        assertThat(listed).isEqualTo(keys).hasSize(11);
    }
}
