package dev.beckon.gateway.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.CatchUp.Position;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
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

    static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
