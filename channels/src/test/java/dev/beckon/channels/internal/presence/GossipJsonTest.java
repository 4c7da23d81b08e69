package dev.beckon.channels.internal.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.BinaryPayload;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.internal.presence.Entry.Replica;
import dev.beckon.channels.internal.presence.Gossip.Ask;
import dev.beckon.channels.internal.presence.Gossip.Delta;
import dev.beckon.channels.internal.presence.Gossip.Goodbye;
import dev.beckon.channels.internal.presence.Gossip.Heartbeat;
import dev.beckon.channels.internal.presence.Gossip.Part;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GossipJsonTest {

    static final Replica A = new Replica("a", Long.MAX_VALUE);
    static final Replica B = new Replica("b \"ö\"", 0);

    final GossipJson json = new GossipJson(new ObjectMapper());

    static Stream<Gossip> messages() {
        List<Entry> entries = List.of(
                new Entry(A, 2, 0, "room:1", "ada", "{\"price\":1.10,\"emoji\":\"😀\"}"),
                new Entry(A, 4, 3, "room:2", "__proto__", "{}"),
                new Entry(A, 5, 0, "room:1", "", "{\"a\":{\"b\":[1e400]}}"));
        return Stream.of(
                new Heartbeat(A, 1, true),
                new Heartbeat(B, Long.MAX_VALUE, false),
                new Ask(A, B, 7),
                new Goodbye(B),
                new Delta(A, 1, 5, entries, List.of(1L, 3L)),
                new Delta(A, 0, 0, List.of(), List.of()),
                new Part(A, 9, 0, false, entries),
                new Part(A, 9, 1, true, List.of()));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void what_was_written_is_read(Gossip message) {
        Gossip read = json.decode(GossipJson.event(message), json.encode(message));

        assertThat(read).usingRecursiveComparison().ignoringCollectionOrder().isEqualTo(message);
    }

    @Test
    void a_delta_names_each_topic_once() {
        assertThat(json.encode(new Delta(new Replica("a", 1), 0, 3, List.of(
                new Entry(A, 1, 0, "t", "ada", "{}"), new Entry(A, 3, 2, "t", "bob", "{\"n\":1}")), List.of(2L))).text())
                .isEqualTo("{\"node\":\"a\",\"incarnation\":1,\"from\":0,\"clock\":3,\"entries\":"
                        + "{\"t\":[[1,0,\"ada\",\"{}\"],[3,2,\"bob\",\"{\\\"n\\\":1}\"]]},\"removed\":[2]}");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            heartbeat | {                                            | not JSON
            heartbeat | []                                           | a node without a name
            heartbeat | {"node":1,"incarnation":1,"clock":1}         | a node without a name
            heartbeat | {"node":"a","clock":1}                       | a number is missing
            heartbeat | {"node":"a","incarnation":1}                 | a number is missing
            heartbeat | {"node":"a","incarnation":1,"clock":1.5}     | a number is missing
            heartbeat | {"node":"a","incarnation":1,"clock":1e99}    | a number is missing
            ask       | {"node":"a","incarnation":1,"since":1}       | a node without a name
            delta     | {"node":"a","incarnation":1,"from":0,"clock":1,"removed":["x"]}      | a number is missing
            part      | {"node":"a","incarnation":1,"clock":1,"index":0,"entries":{"t":[1]}} | a number is missing
            secret    | {"node":"a","incarnation":1}                 | not a message of presence
            """)
    void anything_else_is_refused_without_repeating_it(String event, String payload, String rule) {
        assertThatIllegalArgumentException().isThrownBy(() -> json.decode(event, new RawJson(payload))).withMessage(rule);
    }

    @Test
    void bytes_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> json.decode("heartbeat", new BinaryPayload(new byte[1])));
    }
}
