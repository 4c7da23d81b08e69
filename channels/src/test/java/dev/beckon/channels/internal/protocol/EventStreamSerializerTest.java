package dev.beckon.channels.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.BinaryPayload;
import dev.beckon.channels.EventResult.Status;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.internal.protocol.Outbound.Broadcast;
import dev.beckon.channels.internal.protocol.Outbound.Close;
import dev.beckon.channels.internal.protocol.Outbound.Crash;
import dev.beckon.channels.internal.protocol.Outbound.Push;
import dev.beckon.channels.internal.protocol.Outbound.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EventStreamSerializerTest {

    final Serializer serializer = new Serializers(new ObjectMapper()).eventStream(List.of("epoch", "rev"));

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"rev":7,"epoch":"e"}                      | e.7
            {"a":{"rev":1,"epoch":"x"},"epoch":"e","b":[1],"rev":7} | e.7
            {"epoch":"e"}                              |
            {"epoch":"e","rev":null}                   |
            {"epoch":"e","rev":{}}                     |
            {}                                         |
            """)
    void an_id_is_made_of_the_fields_of_the_position(String payload, String id) {
        assertThat(text(new Broadcast("t", "news", new RawJson(payload))))
                .isEqualTo("event: news\n" + (id == null ? "" : "id: " + id + "\n") + "data: " + payload + "\n\n");
    }

    @Test
    void a_payload_with_line_breaks_is_one_line() {
        assertThat(text(new Push(null, "t", "news", new RawJson("{\n\"a\":\r\"b\\n\"}")))).isEqualTo(
                "event: news\ndata: { \"a\": \"b\\n\"}\n\n");
    }

    @Test
    void the_joins_answer_is_an_event_and_a_refusal_is_none() {
        assertThat(text(new Reply(null, null, "t", Status.OK, Map.of("rev", 1, "epoch", "e")))).startsWith("event: joined\nid: e.1\n");

        Frame.Text refused = (Frame.Text) serializer.encode(Reply.error(null, null, "t", "busy"));
        assertThat(EventStreamSerializer.isLast(refused)).isTrue();
        assertThat(EventStreamSerializer.refusal(refused)).isEqualTo("{\"reason\":\"busy\"}");
    }

    @Test
    void what_ends_the_channel_is_the_last_event() {
        for (Outbound end : List.of(new Crash(null, "t"), new Close(null, "t"))) {
            Frame.Text frame = (Frame.Text) serializer.encode(end);
            assertThat(EventStreamSerializer.isLast(frame)).isTrue();
            assertThat(EventStreamSerializer.refusal(frame)).isNull();
        }
    }

    @Test
    void bytes_cannot_be_sent() {
        assertThat(serializer.encode(new Broadcast("t", "news", new BinaryPayload(new byte[] {1})))).isNull();
    }

    private String text(Outbound message) {
        return ((Frame.Text) serializer.encode(message)).text();
    }
}
