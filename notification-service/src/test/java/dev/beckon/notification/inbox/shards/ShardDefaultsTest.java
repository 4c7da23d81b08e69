package dev.beckon.notification.inbox.shards;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ShardDefaultsTest {

    @Test
    void the_first_of_several_servers_is_the_datasource_that_Quarkus_needs_and_Quarkus_does_not_migrate_it() {
        SmallRyeConfig config = config(Map.of("notification.shards[0].url", "postgresql://db1/beckon?sslmode=require"));

        assertThat(config.getValue("quarkus.datasource.reactive.url", String.class)).isEqualTo("postgresql://db1:5432/beckon");
        assertThat(config.getValue("quarkus.datasource.jdbc.url", String.class)).isEqualTo(
                "jdbc:postgresql://db1:5432/beckon?sslmode=require");
        assertThat(config.getValue("quarkus.flyway.active", boolean.class)).isFalse();
    }

    @Test
    void without_servers_nothing_changes() {
        assertThat(config(Map.of()).getOptionalValue("quarkus.datasource.reactive.url", String.class)).isEqualTo(Optional.empty());
        assertThat(config(Map.of()).getOptionalValue("quarkus.flyway.active", String.class)).isEqualTo(Optional.empty());
    }

    private static SmallRyeConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder().withSources(new ShardDefaults())
                .withSources(new PropertiesConfigSource(properties, "test", 300)).build();
    }
}
