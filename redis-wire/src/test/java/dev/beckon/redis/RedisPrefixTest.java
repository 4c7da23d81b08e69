package dev.beckon.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RedisPrefixTest {

    static final RedisPrefix CLUSTER = new RedisPrefix("beckon:", true);

    @Test
    void outside_a_cluster_a_channel_is_prefix_and_topic() {
        RedisPrefix single = new RedisPrefix("beckon:");

        assertThat(single.channel("notifications:bob")).isEqualTo("beckon:notifications:bob");
        assertThat(single.topic("beckon:notifications:bob")).isEqualTo("notifications:bob");
    }

    @Test
    void in_a_cluster_all_topics_of_one_user_share_a_slot() {
        List<String> channels = Stream.of("notifications:bob", "users_socket:bob", "online:bob").map(CLUSTER::channel).toList();

        assertThat(channels).extracting(RedisSlot::of).containsOnly(RedisTag.of("online:bob").slot());
        assertThat(channels).extracting(CLUSTER::topic).containsExactly("notifications:bob", "users_socket:bob", "online:bob");
        assertThat(channels).allMatch(channel -> channel.startsWith("beckon:{"));
    }

    @Test
    void topics_with_braces_and_without_a_colon_keep_their_names() {
        for (String topic : List.of("room:{1}", "}:{", "lobby", "/heartbeat/7", "a:b:c")) {
            String channel = CLUSTER.channel(topic);

            assertThat(CLUSTER.topic(channel)).isEqualTo(topic);
            assertThat(RedisSlot.of(channel)).isEqualTo(RedisTag.of(topic).slot());
        }
    }

    /** Redis Cluster specification: the key {@code 123456789} has CRC-16 31C3; and examples of its hash tags. */
    @Test
    void slots_are_those_of_Redis() {
        assertThat(RedisSlot.of("123456789")).isEqualTo(0x31c3);
        assertThat(RedisSlot.of("foo")).isEqualTo(12_182);
        assertThat(RedisSlot.of("{user1000}.following")).isEqualTo(RedisSlot.of("{user1000}.followers"));
        assertThat(RedisSlot.of("foo{}{bar}")).as("an empty tag counts as none").isNotEqualTo(RedisSlot.of("bar"));
        assertThat(RedisSlot.of("foo{bar}{zap}")).isEqualTo(RedisSlot.of("bar"));
    }

    @Test
    void slots_of_the_tags_are_spread_evenly() {
        for (int number = 0; number < RedisTag.COUNT; number++) {
            assertThat(RedisTag.ALL.get(number).slot()).isBetween(256 * number, 256 * number + 255);
        }
    }

    @Test
    void a_prefix_that_Redis_would_take_for_the_tag_is_refused() {
        assertThatThrownBy(() -> new RedisPrefix("{a}:", true)).hasMessageContaining(RedisPrefix.KEY);
        assertThat(new RedisPrefix("{a}:").channel("t")).isEqualTo("{a}:t");
    }
}
