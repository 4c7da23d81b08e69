package dev.beckon.channels.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.beckon.channels.protocol.BinaryPayload;
import dev.beckon.channels.protocol.RawJson;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RedisMessageTest {

    @Test
    void a_broadcast_of_a_node() {
        TopicBroadcast broadcast = new TopicBroadcast("t", "new_msg", "rev=1 prev=0", new RawJson("{\"a\":\"ö\\t\"}"), null);

        String encoded = RedisMessage.of(broadcast, "node-1").encode();

        assertThat(encoded).isEqualTo("new_msg\tnode-1\trev=1 prev=0\n{\"a\":\"ö\\t\"}");
        assertThat(RedisMessage.decode(encoded))
                .isEqualTo(new RedisMessage("new_msg", "node-1", "rev=1 prev=0", new RawJson("{\"a\":\"ö\\t\"}")));
    }

    @Test
    void a_message_of_another_program_has_no_origin_and_perhaps_no_headers() {
        assertThat(RedisMessage.decode("e\t\t\n{}")).isEqualTo(new RedisMessage("e", "", "", new RawJson("{}")));
    }

    @Test
    void only_the_first_line_is_parted() {
        assertThat(RedisMessage.decode("e\to\th\n{\n\t\"a\":1\n}").payload()).isEqualTo(new RawJson("{\n\t\"a\":1\n}"));
    }

    @Test
    void bytes_travel_as_base64() {
        byte[] bytes = {0, 10, 9, -1};
        String encoded =
                RedisMessage.of(new TopicBroadcast("t", "e", "", new BinaryPayload(bytes), null), "o").encode();

        assertThat(encoded).isEqualTo("e\to\t\nbase64:AAoJ/w==");
        assertThat(((BinaryPayload) RedisMessage.decode(encoded).payload()).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "{}", "e", "e\t\t", "e\t\n{}", "\t\t\n{}", "e\n\t\t{}", "e\t\t\n", "e\t\t\n[]", "e\t\t\n{", "e\t\t\n}", "e\t\t\n{} ",
        "e\t\t\nnull", "e\t\t\nbase64:%",
    })
    void what_has_another_form_is_refused(String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> RedisMessage.decode(message));
    }
}
