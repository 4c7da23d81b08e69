package dev.beckon.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RedisMessageTest {

    @Test
    void a_broadcast_of_a_node() {
        RedisMessage message = new RedisMessage("new_msg", "node-1", "rev=1 prev=0", "{\"a\":\"ö\\t\"}");

        assertThat(message.encode()).isEqualTo("new_msg\tnode-1\trev=1 prev=0\n{\"a\":\"ö\\t\"}");
        assertThat(RedisMessage.decode(message.encode())).isEqualTo(message);
        assertThat(message.bytes()).isNull();
    }

    @Test
    void a_message_of_another_program_has_no_origin_and_perhaps_no_headers() {
        assertThat(RedisMessage.decode("e\t\t\n{}")).isEqualTo(new RedisMessage("e", "", "", "{}"));
    }

    @Test
    void only_the_first_line_is_split() {
        assertThat(RedisMessage.decode("e\to\th\n{\n\t\"a\":1\n}").payload()).isEqualTo("{\n\t\"a\":1\n}");
    }

    @Test
    void bytes_travel_as_base64() {
        byte[] bytes = {0, 10, 9, -1};
        String encoded = RedisMessage.ofBytes("e", "o", "", bytes).encode();

        assertThat(encoded).isEqualTo("e\to\t\nbase64:AAoJ/w==");
        assertThat(RedisMessage.decode(encoded).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "{}", "e", "e\t\t", "e\t\n{}", "\t\t\n{}", "e\n\t\t{}", "e\t\t\n", "e\t\t\n[]", "e\t\t\n{", "e\t\t\n}", "e\t\t\n{} ",
            "e\t\t\nnull", "e\t\t\nbase64:%",
    })
    void other_forms_are_refused(String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> RedisMessage.decode(message).bytes());
    }

    @Test
    void a_topics_channel_begins_with_the_prefix() {
        RedisPrefix prefix = new RedisPrefix("beckon:");

        assertThat(prefix.channel("room:lobby")).isEqualTo("beckon:room:lobby");
        assertThat(prefix.topic("beckon:room:lobby")).isEqualTo("room:lobby");
    }
}
