package dev.beckon.gateway.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.CatchUp.Position;
import dev.beckon.contracts.InboxRequest.Selection;
import dev.beckon.contracts.Source;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InboxEventsTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"rev\":null}", "{\"epoch\":\"00000000-0000-4000-8000-000000000001\"}", "[]", "null"})
    void without_a_revision_a_client_has_nothing(String payload) throws Exception {
        assertThat(InboxEvents.position("bob", json(payload))).isEqualTo(new Position("bob", null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"41", "41.0", "\"41\"", "\"000041\""})
    void a_revision_may_be_written_as_gson_does_or_as_digits_in_a_string(String rev) throws Exception {
        JsonNode payload = json("{\"rev\":" + rev + ",\"epoch\":\"00000000-0000-4000-8000-000000000001\"}");

        assertThat(InboxEvents.position("bob", payload)).isEqualTo(
                new Position("bob", 41L, UUID.fromString("00000000-0000-4000-8000-000000000001")));
    }

    @ParameterizedTest(name = "{0} is refused: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            {"rev":-1}                | invalid_rev
            {"rev":1.5}               | invalid_rev
            {"rev":"-7"}              | invalid_rev
            {"rev":"7.5"}             | invalid_rev
            {"rev":" 7"}              | invalid_rev
            {"rev":""}                | invalid_rev
            {"rev":"٤"}               | invalid_rev
            {"rev":"9999999999999999999"} | invalid_rev
            {"rev":1e30}              | invalid_rev
            {"rev":{}}                | invalid_rev
            {"rev":1,"epoch":"x"}     | invalid_epoch
            {"rev":1,"epoch":5}       | invalid_epoch
            {"rev":1,"epoch":[]}      | invalid_epoch
            """)
    void what_is_not_a_revision(String payload, String reason) {
        assertThatThrownBy(() -> InboxEvents.position("bob", json(payload))).hasMessage(reason);
    }

    @Test
    void a_call_names_ids_or_a_source() throws Exception {
        UUID id = UUID.fromString("00000000-0000-4000-8000-000000000001");

        assertThat(InboxEvents.selection(json("{\"ids\":[\"" + id + "\"]}"))).isEqualTo(Selection.of(List.of(id)));
        assertThat(InboxEvents.selection(json("{\"source\":{\"type\":\"comment\",\"id\":\"4711\"},\"ids\":null}")))
                .isEqualTo(Selection.of(new Source.Key("comment", "4711")));
    }

    @ParameterizedTest(name = "{0} is refused: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            {}                                                  | invalid_ids
            {"ids":[]}                                          | invalid_ids
            {"ids":["x"]}                                       | invalid_ids
            {"source":"comment"}                                | invalid_source
            {"source":{"type":"comment"}}                       | invalid_source
            {"source":{"type":"comment","id":4711}}             | invalid_source
            {"source":{"type":" ","id":"4711"}}                 | invalid_source
            {"source":{"type":"comment","id":"1"},"ids":["x"]}  | invalid_source
            {"thread":"plan","ids":["x"]}                       | invalid_thread
            {"thread":4711}                                     | invalid_thread
            """)
    void what_is_not_a_selection(String payload, String reason) {
        assertThatThrownBy(() -> InboxEvents.selection(json(payload))).hasMessage(reason);
    }

    @Test
    void a_list_is_asked_for_as_over_REST_without_what_is_absent_or_false() throws Exception {
        assertThat(InboxEvents.query(json("{}"))).isEmpty();
        assertThat(InboxEvents.query(json("""
                {"before":"7","limit":5,"count":"true","filter":{"unread":true,"archived":false,"kind":"reply","thread":"a b",
                "source":{"type":"comment","id":"1&2"}}}"""))).isEqualTo(Map.of("before", "7", "limit", "5", "count", "true",
                "unread", "true", "kind", "reply", "thread", "a b", "source_type", "comment", "source_id", "1&2"));
    }

    @ParameterizedTest(name = "{0} is refused: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            {"before":-1}                       | invalid_before
            {"limit":101}                       | invalid_limit
            {"limit":0}                         | invalid_limit
            {"count":1}                         | invalid_count
            {"filter":"unread"}                 | invalid_filter
            {"group":"source"}                  | invalid_group
            {"group":"thread","count":true}     | invalid_group
            {"group":"thread","filter":{"kind":"reply"}} | invalid_group
            {"filter":{"unraed":true}}          | invalid_filter
            {"filter":{"unread":"yes"}}         | invalid_unread
            {"filter":{"archived":[]}}          | invalid_archived
            {"filter":{"kind":"Reply"}}         | invalid_kind
            {"filter":{"thread":5}}             | invalid_thread
            {"filter":{"source":{"id":"1"}}}    | invalid_source
            """)
    void what_is_not_a_list(String payload, String reason) {
        assertThatThrownBy(() -> InboxEvents.query(json(payload))).hasMessage(reason);
    }

    static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
