package dev.beckon.notification.inbox.shards;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Optional;

/** The PostgreSQL servers; without any entry {@code quarkus.datasource.*} is the only one, and holds all lanes. */
@ConfigMapping(prefix = "notification.shards") // public: SmallRye validates what is in a list by reflection
public interface ShardsConfig {

    @WithParentName
    List<Server> servers();

    interface Server {

        /**
         * {@code postgresql://host:port/database}. Parameters after {@code ?} are for migrations, which use JDBC; the pool
         * takes TLS from {@code quarkus.datasource.reactive.*}.
         */
        String url();

        /** Lanes such as {@code 0-15,40}; none for a server that lanes are going to be moved to. */
        Optional<String> lanes();

        @WithDefault("${quarkus.datasource.username:}")
        Optional<String> username();

        @WithDefault("${quarkus.datasource.password:}")
        Optional<String> password();
    }
}
