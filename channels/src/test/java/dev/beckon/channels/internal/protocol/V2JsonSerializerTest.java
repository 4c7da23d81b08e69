package dev.beckon.channels.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.beckon.channels.EventResult.Status;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.internal.protocol.Inbound.Event;
import dev.beckon.channels.internal.protocol.Inbound.Heartbeat;
import dev.beckon.channels.internal.protocol.Inbound.Join;
import dev.beckon.channels.internal.protocol.Inbound.Leave;
import dev.beckon.channels.internal.protocol.Outbound.Broadcast;
import dev.beckon.channels.internal.protocol.Outbound.Close;
import dev.beckon.channels.internal.protocol.Outbound.Crash;
import dev.beckon.channels.internal.protocol.Outbound.Push;
import dev.beckon.channels.internal.protocol.Outbound.Reply;
import dev.beckon.channels.internal.protocol.Serializer.MalformedFrameException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class V2JsonSerializerTest {

    static final Ref ONE = new Ref("\"1\"");
    static final Ref TWO = new Ref("\"2\"");

    final V2JsonSerializer serializer = new V2JsonSerializer(new ObjectMapper());

    @Nested
    class Decoding {

        @Test
        void a_join() throws Exception {
            assertThat(serializer.decode("""
                    ["1","2","notifications:7","phx_join",{}]"""))
                    .isEqualTo(new Join(ONE, TWO, "notifications:7", JsonNodeFactory.instance.objectNode()));
        }

        @Test
        void a_leave() throws Exception {
            assertThat(serializer.decode("[null,\"2\",\"t\",\"phx_leave\",{}]")).isEqualTo(new Leave(null, TWO, "t"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "null", "[]", "5", "\"x\""})
        void a_heartbeat_with_any_payload(String payload) throws Exception {
            assertThat(serializer.decode("[\"1\",\"2\",\"phoenix\",\"heartbeat\"," + payload + "]"))
                    .isEqualTo(new Heartbeat(TWO));
        }

        @Test
        void an_event_and_what_looks_like_a_heartbeat_elsewhere() throws Exception {
            assertThat(serializer.decode("[\"1\",null,\"t\",\"e\",5]"))
                    .isEqualTo(new Event(ONE, null, "t", "e", JsonNodeFactory.instance.numberNode(5)));
            assertThat(serializer.decode("[null,null,\"t\",\"heartbeat\",{}]")).isInstanceOf(Event.class);
            assertThat(serializer.decode("[null,null,\"phoenix\",\"e\",{}]")).isInstanceOf(Event.class);
        }

        @Test
        void more_than_five_elements_of_which_the_rest_is_ignored() throws Exception {
            assertThat(serializer.decode("[\"1\",\"2\",\"t\",\"phx_leave\",{},1,[2]]")).isEqualTo(new Leave(ONE, TWO, "t"));
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                5        | 5
                "5"      | "5"
                true     | true
                -1       | -1
                1.5      | 1.5
                ""       | ""
                "\\u00f6" | "ö"
                "a\\"b"   | "a\\"b"
                "\\n"     | "\\n"
                12345678901234567890123 | 12345678901234567890123
                """)
        void a_ref_of_any_scalar(String sent, String kept) throws Exception {
            assertThat(serializer.decode("[" + sent + "," + sent + ",\"t\",\"phx_leave\",{}]"))
                    .isEqualTo(new Leave(new Ref(kept), new Ref(kept), "t"));
        }

        @ParameterizedTest(name = "{0} is refused: {1}")
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                ``                       | not an array of 5
                `   `                    | not an array of 5
                5                        | not an array of 5
                null                     | not an array of 5
                []                       | not an array of 5
                {"topic":"t"}            | not an array of 5
                [null,null,"t","e"]      | not an array of 5
                [null,null,7,"e",{}]     | topic is not a string
                [null,null,null,"e",{}]  | topic is not a string
                [null,null,"t",["e"],{}] | event is not a string
                [{},null,"t","e",{}]     | join_ref is not a scalar
                [null,[1],"t","e",{}]    | ref is not a scalar
                [null,1e999,"t","e",{}]  | ref is not a scalar
                [null                    | not JSON
                [null,null,"t","e",{}]]  | not JSON
                [null,null,"t","e",{}] 5 | not JSON
                [null,NaN,"t","e",{}]    | not JSON
                """)
        void what_is_not_a_message(String frame, String rule) {
            assertThatThrownBy(() -> serializer.decode(frame))
                    .isInstanceOf(MalformedFrameException.class)
                    .hasMessage(rule);
        }

        @Test
        void nesting_that_would_exhaust_the_stack() {
            assertThatThrownBy(() -> serializer.decode("[".repeat(60_000))).isInstanceOf(MalformedFrameException.class);
        }
    }

    @Nested
    class Encoding {

        @Test
        void a_reply_repeats_both_refs() {
            assertThat(text(new Reply(ONE, TWO, "t", Status.OK, RawJson.EMPTY)))
                    .isEqualTo("[\"1\",\"2\",\"t\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
            assertThat(text(Reply.error(null, new Ref("5"), "t", "unmatched topic"))).isEqualTo(
                    "[null,5,\"t\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"unmatched topic\"}}]");
        }

        @Test
        void a_push_has_no_ref() {
            assertThat(text(new Push(ONE, "t", "e", Map.of("n", 1)))).isEqualTo("[\"1\",null,\"t\",\"e\",{\"n\":1}]");
        }

        @Test
        void a_broadcast_has_no_refs() {
            assertThat(text(new Broadcast("t", "e", Map.of("n", 1)))).isEqualTo("[null,null,\"t\",\"e\",{\"n\":1}]");
        }

        /** Phoenix sends the join_ref twice: {@code lib/phoenix/socket.ex}, encode_close. */
        @Test
        void a_close_and_a_crash_have_the_join_ref_twice() {
            assertThat(text(new Close(ONE, "t"))).isEqualTo("[\"1\",\"1\",\"t\",\"phx_close\",{}]");
            assertThat(text(new Close(null, "t"))).isEqualTo("[null,null,\"t\",\"phx_close\",{}]");
            assertThat(text(new Crash(ONE, "t")))
                    .isEqualTo("[\"1\",\"1\",\"t\",\"phx_error\",{\"reason\":\"channel_crash\"}]");
        }

        @Test
        void a_payload_that_is_JSON_already_goes_out_as_it_is() {
            assertThat(text(new Broadcast("t", "e", new RawJson("{\"a\":1.10}")))).isEqualTo("[null,null,\"t\",\"e\",{\"a\":1.10}]");
        }

        @Test
        void text_of_every_script_and_what_JSON_must_escape() {
            assertThat(text(new Push(ONE, "ö", "\"e\"", Map.of("a", "😀\u0000\n"))))
                    .isEqualTo("[\"1\",null,\"ö\",\"\\\"e\\\"\",{\"a\":\"😀\\u0000\\n\"}]");
        }

        @Test
        void compactly_even_for_an_application_that_likes_its_JSON_indented() {
            V2JsonSerializer indenting = new V2JsonSerializer(new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT));

            assertThat(text(indenting, new Push(ONE, "t", "e", Map.of("a", List.of(1, Map.of("b", 2))))))
                    .isEqualTo("[\"1\",null,\"t\",\"e\",{\"a\":[1,{\"b\":2}]}]");
        }

        @Test
        void nothing_that_Jackson_cannot_write() {
            assertThatIllegalArgumentException().isThrownBy(() -> text(new Push(ONE, "t", "e", new Object())));
        }

        private String text(Outbound message) {
            return text(serializer, message);
        }

        private static String text(V2JsonSerializer serializer, Outbound message) {
            return ((Frame.Text) serializer.encode(message)).text();
        }
    }
}
