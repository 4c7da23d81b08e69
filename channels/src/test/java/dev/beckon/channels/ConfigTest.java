package dev.beckon.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.internal.blocks.Blocks;
import dev.beckon.channels.internal.eventstream.EventStreamConfig;
import dev.beckon.channels.internal.longpoll.LongPollConfig;
import dev.beckon.channels.internal.presence.PresenceConfig;
import dev.beckon.channels.internal.pubsub.RedisConfig;
import dev.beckon.channels.internal.signing.TokenConfig;
import dev.beckon.channels.internal.socket.SocketConfig;
import dev.beckon.channels.internal.transport.TransportConfig;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pins the defaults, which operators rely on, and checks that README's table lists every key. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConfigTest {

    record Key(String name, String defaultValue) {}

    static Stream<Key> keys() {
        return Stream.of(SocketConfig.class, Blocks.Config.class, RedisConfig.class, TransportConfig.class, LongPollConfig.class,
                EventStreamConfig.class, PresenceConfig.class, TokenConfig.class).flatMap(ConfigTest::keys);
    }

    @Test
    void the_defaults() {
        assertThat(keys()).containsExactlyInAnyOrder(
                new Key("channels.socket.idle-timeout", "60s"),
                new Key("channels.socket.max-channels", "100"),
                new Key("channels.socket.max-subscriptions", "100"),
                new Key("channels.socket.max-joins-per-second", "200"),
                new Key("channels.socket.join-burst", "1000"),
                new Key("channels.socket.max-messages-per-second", "1000"),
                new Key("channels.socket.message-burst", "10000"),
                new Key("channels.socket.max-connections", "100000"),
                new Key("channels.socket.max-connections-per-user", "10000"),
                new Key("channels.socket.max-newcomers", "10000"),
                new Key("channels.socket.drain-window", "20s"),
                new Key("channels.socket.max-pending-bytes", "1M"),
                new Key("channels.socket.close-timeout", "5s"),
                new Key("channels.transport.allowed-origins", "unset"),
                new Key("channels.transport.path", "/socket"),
                new Key("channels.transport.websocket", "true"),
                new Key("channels.transport.token-parameters", "token"),
                new Key("channels.transport.token-headers", "unset"),
                new Key("channels.event-stream.path", "unset"),
                new Key("channels.event-stream.topic", "unset"),
                new Key("channels.event-stream.position", "unset"),
                new Key("channels.event-stream.keep-alive", "unset"),
                new Key("channels.longpoll.enabled", "true"),
                new Key("channels.longpoll.window", "10s"),
                new Key("channels.longpoll.secret", "unset"),
                new Key("channels.longpoll.max-body", "256K"),
                new Key("channels.longpoll.max-body-bytes", "16M"),
                new Key("channels.longpoll.max-posts", "256"),
                new Key("channels.longpoll.max-relayed", "50000"),
                new Key("channels.presence.node", "unset"),
                new Key("channels.presence.shards", "4"),
                new Key("channels.presence.tick", "250ms"),
                new Key("channels.presence.heartbeat", "3s"),
                new Key("channels.presence.down-timeout", "15s"),
                new Key("channels.presence.max-state-bytes", "512K"),
                new Key("channels.token.secret", "unset"),
                new Key("channels.blocks.refresh", "30s"),
                new Key("channels.redis.enabled", "true"),
                new Key("channels.redis.prefix", "channels:"));
    }

    @Test
    void every_default_is_of_its_type() {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverters(new Converter<?>[] {new MemorySizeConverter()})
                .addDiscoveredConverters()
                .withMapping(SocketConfig.class)
                .withMapping(RedisConfig.class)
                .withMapping(LongPollConfig.class)
                .withMapping(PresenceConfig.class);

        assertThat(builder.build().getConfigMapping(SocketConfig.class).maxPendingBytes().asLongValue())
                .isEqualTo(1_048_576);
        assertThat(builder.build().getConfigMapping(LongPollConfig.class).window()).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void README_has_a_row_for_every_key_with_its_default(Key key) throws IOException {
        List<String> rows = new ArrayList<>(Files.readAllLines(Path.of("README.md")));
        rows.addAll(Files.readAllLines(Path.of("LIMITS.md")));
        rows.addAll(Files.readAllLines(Path.of("PRESENCE.md")));

        assertThat(rows).anyMatch(row -> row.startsWith("| `" + key.name() + "` | `" + key.defaultValue() + "` |"));
    }

    @Test
    void README_fits_on_a_page() throws IOException {
        assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(90);
        assertThat(Files.readAllLines(Path.of("LIMITS.md"))).hasSizeLessThanOrEqualTo(60);
        assertThat(Files.readAllLines(Path.of("PRESENCE.md"))).hasSizeLessThanOrEqualTo(60);
        assertThat(Files.readAllLines(Path.of("LONGPOLL.md"))).hasSizeLessThanOrEqualTo(60);
    }

    private static Stream<Key> keys(Class<?> mapping) {
        String prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
        return Arrays.stream(mapping.getMethods())
                .map(method -> new Key(prefix + "." + kebab(method), defaultOf(method)));
    }

    private static String defaultOf(Method method) {
        WithDefault byAnnotation = method.getAnnotation(WithDefault.class);
        return byAnnotation == null ? "unset" : byAnnotation.value();
    }

    private static String kebab(Method method) {
        return method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
