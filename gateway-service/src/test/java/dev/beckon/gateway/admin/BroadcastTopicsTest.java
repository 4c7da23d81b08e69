package dev.beckon.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BroadcastTopicsTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
            "room:lobby, true", "room:, true", "news, true", "newsroom, false", "rooms, false", "notifications:bob, false",
            "users_socket:bob, false", "phoenix, false", "/blocks, false",
    })
    void a_topic_is_open_if_a_pattern_says_so(String topic, boolean open) {
        assertThat(new BroadcastTopics(List.of("room:*", "news"), "notifications:").allow(topic)).isEqualTo(open);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "n*", "notifications:*", "notifications:bob", "users_socket:*", "phx_presence:*", "/blocks", "ro*m",
            "phoenix"})
    void a_pattern_that_reaches_the_systems_own_topics_is_said_at_start(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> new BroadcastTopics(List.of("room:*", pattern), "notifications:"))
                .withMessageContaining(pattern);
    }
}
