package dev.beckon.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.ChannelRouter.Route;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ChannelRouterTest {

    record Named(String name) implements Channel {

        @Override
        public Uni<JoinResult> join(Member member, JsonNode payload) {
            return Uni.createFrom().item(JoinResult.joined());
        }

        @Override
        public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
            return Uni.createFrom().item(EventResult.noReply());
        }
    }

    final ChannelRouter router = ChannelRouter.builder()
            .channel("room:private:*", new Named("private"))
            .channel("room:*", new Named("rooms"))
            .channel("room:lobby", new Named("lobby"))
            .channel("lone", new Named("lone"))
            .build();

    @Test
    void a_topic_with_the_reserved_prefix_matches_no_pattern() {
        ChannelRouter everything = ChannelRouter.builder().channel("*", new Named("all")).build();

        assertThat(everything.match("/presence/0/4")).isNull();
        assertThat(everything.match("/")).isNull();
        assertThat(everything.match("presence/0/4")).isNotNull();
    }

    @ParameterizedTest(name = "{0} is {1} with subtopic ''{2}''")
    @CsvSource(delimiter = '|', textBlock = """
            room:1           | rooms   | 1
            room:            | rooms   | ''
            room:a:b         | rooms   | a:b
            room:*           | rooms   | *
            room:lobby       | lobby   | ''
            room:lobby2      | rooms   | lobby2
            room:private:1   | private | 1
            room:private     | rooms   | private
            lone             | lone    | ''
            """)
    void the_exact_pattern_counts_first_and_then_the_first_prefix(String topic, String channel, String subtopic) {
        assertThat(router.match(topic)).isEqualTo(new Route(new Named(channel), subtopic));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "room", "Room:1", "lone:1", " room:1", "phoenix"})
    void what_no_pattern_matches(String topic) {
        assertThat(router.match(topic)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*:x", "a*b", "a:**"})
    void a_star_elsewhere_than_at_the_end_is_refused(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> ChannelRouter.builder().channel(pattern, new Named("x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"room:*", "room:lobby"})
    void a_pattern_is_given_once(String pattern) {
        ChannelRouter.Builder routes = ChannelRouter.builder().channel(pattern, new Named("first"));

        assertThatIllegalArgumentException().isThrownBy(() -> routes.channel(pattern, new Named("second")));
    }

    @Test
    void a_star_alone_takes_every_topic() {
        ChannelRouter all = ChannelRouter.builder().channel("*", new Named("all")).build();

        assertThat(all.match("any:thing")).isEqualTo(new Route(new Named("all"), "any:thing"));
    }
}
