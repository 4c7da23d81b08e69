package dev.beckon.notification.inbox.shards;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Gives Quarkus its one datasource when {@code notification.shards} lists the servers: without it Quarkus starts neither
 * Hibernate Reactive nor Flyway. Quarkus leaves migrations to {@link Migrations} then.
 */
public final class ShardDefaults implements ConfigSourceFactory {

    static final String FIRST_URL = "notification.shards[0].url";

    /** Above application.properties (250), below the environment (300). */
    private static final int ORDINAL = 260;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue first = context.getValue(FIRST_URL);
        if (first == null || first.getValue() == null || first.getValue().isEmpty()) {
            return List.of();
        }
        return List.of(new PropertiesConfigSource(Map.of(
                "quarkus.datasource.reactive.url", ServerUrl.of(first.getValue()).withoutParameters(),
                "quarkus.datasource.jdbc.url", ServerUrl.of(first.getValue()).jdbc(),
                "quarkus.flyway.active", "false"), "notification.shards", ORDINAL));
    }
}
