package dev.beckon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.gateway.admin.BroadcastTopics;
import dev.beckon.gateway.demo.DemoPages;
import dev.beckon.gateway.notifications.InboxClientConfig;
import dev.beckon.gateway.rooms.LobbyChannel;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConfigTest {

    final SmallRyeConfig config = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(InboxClientConfig.class)
            .withMapping(DemoPages.Config.class)
            .withMapping(BroadcastTopics.Config.class)
            .withMapping(LobbyChannel.Config.class)
            .withDefaultValue("gateway.inbox.token-file", "token")
            .build();

    @Test
    void defaults() {
        InboxClientConfig inbox = config.getConfigMapping(InboxClientConfig.class);

        assertThat(inbox.url()).isEqualTo(List.of(URI.create("http://127.0.0.1:8082")));
        assertThat(inbox.tlsConfigurationName()).isEmpty();
        assertThat(inbox.reconcileInterval()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.getConfigMapping(BroadcastTopics.Config.class).broadcastTopics()).containsExactly("room:*");
        assertThat(config.getConfigMapping(LobbyChannel.Config.class).lobbyPresence()).isTrue();
        assertThat(config.getConfigMapping(DemoPages.Config.class).directory()).isEmpty();
        assertThat(config.getConfigMapping(DemoPages.Config.class).local()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway.inbox.url", "gateway.inbox.tls-configuration-name", "gateway.inbox.token-file",
            "gateway.inbox.reconcile-interval", "gateway.rooms.lobby-presence",
            "gateway.admin.broadcast-topics", "gateway.demo.directory", "gateway.demo.mentions-url", "gateway.demo.local"})
    void the_readme_lists_every_key(String key) throws Exception {
        assertThat(Files.readString(Path.of("README.md"))).contains("`" + key + "`");
    }
}
